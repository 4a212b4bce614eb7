.PHONY: conversations mutate
HTML ?= reports/conversations.html

conversations: .venv/ready-dev train ## play the scripted conversations; HTML=FILE is where the transcript goes
	@$(PY) -m pytest tests/conversations --gutfaq-html $(HTML)

mutate: .venv/ready-dev train ## spoil the assistant one way at a time; do the scripts notice? MUTATE="--kind rule --every 5"
	@$(PY) -m gutfaq.conversations.mutate $(MUTATE)
