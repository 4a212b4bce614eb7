.PHONY: bench-slack proof-slack
SLACK_TESTS := tests/channels/slack

bench-slack: .venv/ready-dev train ## acknowledgement times: stock SlackInput, ours, a gateway; BENCH="--burn 0.006" needs no model
	@$(PY) -W ignore $(SLACK_TESTS)/bench.py $(BENCH)

proof-slack: .venv/ready-dev train ## 10,000 Slack questions while gateways and stores are killed; an outage; a flood; all scripts through Slack
	@$(PY) -W ignore $(SLACK_TESTS)/crash.py --questions 10000 --channels 800 --kill-every 30 --refresh-every 20 --second 1 --retry-second 1 --lease 15
	@for store in postgresql redis; do $(PY) -W ignore $(SLACK_TESTS)/crash.py --store $$store --store-kill-every 20 \
		--questions 1000 --kill-every 10 --refresh-every 10 --retry-second 0.1 || exit 1; done
	@$(PY) -W ignore $(SLACK_TESTS)/crash.py --questions 300 --faults 0 --kill-every 100000 --outage 120 --retry-second 1
	@$(PY) -W ignore $(SLACK_TESTS)/flood.py --requests 100000
	@PYTHONPATH=$(SLACK_TESTS) $(PY) -m pytest tests/conversations --gutfaq-driver slack_driver:load

proof: proof-slack
