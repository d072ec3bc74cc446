"""The review page: FastAPI, templates and two scripts, on this computer and without any other."""
