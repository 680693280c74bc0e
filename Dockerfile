# docker build --tag gatescope .
# docker run --rm --read-only --cap-drop ALL --volume gatescope:/data --publish 127.0.0.1:8000:8000 gatescope

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /opt/gatescope
COPY requirements.txt .
RUN python -m venv venv \
 && venv/bin/python -m pip install --only-binary :all: --require-hashes --requirement requirements.txt
COPY app app
COPY static static
COPY templates templates
# Compiled here, because the root file system is read-only later. pip is of no use to a running server.
RUN venv/bin/python -m compileall -q app venv/lib \
 && venv/bin/python -m pip uninstall --quiet --yes pip setuptools

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 gatescope \
 && useradd --uid 10001 --gid gatescope --no-log-init --no-create-home --home-dir /nonexistent \
      --shell /usr/sbin/nologin gatescope
COPY --from=build /opt/gatescope /opt/gatescope
# The networks that people bring: a named volume takes over this folder's owner, and keeps them.
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /opt/gatescope
# One BLAS thread: the matrices are small, and requests already run side by side.
ENV PATH=/opt/gatescope/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    GATESCOPE_STORE_FOLDER=/data
VOLUME /data
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["--host", "0.0.0.0", "--port", "8000"]
