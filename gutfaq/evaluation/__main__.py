"""`python -m gutfaq.evaluation --cases DIR`: the whole assistant, scored."""

from gutfaq.evaluation.command import main

raise SystemExit(main())
