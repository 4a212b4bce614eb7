# The widget's own targets.
WIDGET_TESTS := tests/widget

.PHONY: screenshots bench-widget widget-types proof-widget

widget-types: .venv/ready-dev ## check the types in the widget's comments
	@$(PY) -m pytest $(WIDGET_TESTS)/test_types.py

screenshots: .venv/ready-dev browser ## picture the widget in each state, into docs/screenshots
	@$(PY) scripts/widget_screenshots.py docs/screenshots

bench-widget: .venv/ready-dev browser ## time the widget beside deep-chat and rasa-webchat on a slow phone
	@$(PY) scripts/widget_bench.py

proof-widget: .venv/ready-dev browser ## the widget's long tests: a thousand forced disconnects
	@GUTFAQ_PROOF=1 $(PY) -m pytest $(WIDGET_TESTS)/test_connection.py

proof: proof-widget
