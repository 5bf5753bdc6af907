# An image with db-ops, made from the folder of a release, without a network:
#
#   docker build -f Dockerfile -t db-ops dist/target/release
#
# install.sh chooses the archive for the platform of the image, and verifies its checksum.
FROM debian:12-slim AS install
COPY install.sh SHA256SUMS db-ops-*-linux-*.tar.gz /release/
RUN sh /release/install.sh --base-url file:///release --prefix /opt/db-ops

FROM debian:12-slim
RUN useradd --create-home --uid 1000 --shell /bin/sh db-ops
COPY --from=install /opt/db-ops /opt/db-ops
ENV PATH="/opt/db-ops/bin:$PATH"
USER db-ops
WORKDIR /home/db-ops
ENTRYPOINT ["db-ops"]
CMD ["help"]
