# Organigram. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= .organigram/store
PORT ?= 8501
RUNS ?= 100000
FOLDER ?= .organigram/sector
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install explore test lint bench bench-explorer bench-service fuzz quality lock wheel messages clean

help: ## List the targets / Lister les cibles
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(STAMP) ## Set up .venv with the pinned dependencies / Préparer .venv avec les dépendances figées

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed: make PYTHON=/path/to/python3.11'; \
		  echo 'Python 3.11 ou plus récent est nécessaire : make PYTHON=/chemin/vers/python3.11'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

explore: install ## Build the graph from seeds/ and open the explorer / Construire le graphe et ouvrir l’explorateur
	@$(BIN)/organigram explore --store $(STORE) --port $(PORT)

test: install ## Run every test / Lancer tous les tests
	@$(BIN)/python -m pytest

lint: install ## Check style and types / Vérifier le style et les types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install ## Measure every stage on the corpus / Mesurer chaque étape sur le corpus
	@$(BIN)/python -m benchmarks

bench-service: install ## Measure the service under hostile queries (STORE) / Mesurer le service sous des requêtes hostiles
	@$(BIN)/python -m benchmarks.service $(STORE)

bench-explorer: install ## Measure the explorer on 20,000 postings, go through its pages (FOLDER) / Mesurer l’explorateur sur 20 000 offres, parcourir ses pages
	@$(BIN)/python -m benchmarks.explorer $(FOLDER)

fuzz: install ## Fuzz every reader and the extractor / Soumettre lecteurs et extraction à des entrées aléatoires
	@$(BIN)/python -m benchmarks.fuzz $(TARGETS) --runs $(RUNS)

quality: install ## Measure extraction against gold facts / Mesurer l’extraction face aux faits de référence
	@$(BIN)/python -m benchmarks.quality

lock: ## Pin the dependencies anew (needs uv) / Figer les dépendances à nouveau (demande uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --group dev --python-version 3.11 \
		--custom-compile-command 'make lock' pyproject.toml -o requirements.lock

wheel: install ## Build the wheel into dist/ / Construire la roue dans dist/
	$(BIN)/python -m build --wheel --no-isolation

clean: ## Remove the environment and the local store / Supprimer l’environnement et l’entrepôt local
	rm -rf $(VENV) dist build .organigram artifacts
