# Build it in this folder, then try it on the built-in simulator:
#   docker build -t sei-export .
#   docker run --rm sei-export once
# Run it with settings and routes of your own, the files landing in ./data:
#   mkdir -p data
#   docker run -e SEI_API_KEY --user "$(id -u):$(id -g)" \
#     -v "$PWD/application.properties:/app/application.properties:ro" -v "$PWD/routes:/app/routes:ro" \
#     -v "$PWD/data:/app/data" sei-export
# Camel components and drivers that it lacks are jars in /app/plugins: add -v "$PWD/plugins:/app/plugins:ro", or build an
# image of your own of two lines, FROM sei-export and COPY plugins/ plugins/.
# It also runs with a read-only root: add --read-only --tmpfs /tmp, where the HTTP server of the health checks insists
# on a folder of its own.

# The base images, by tag, so that each build gets the newest patches of Java and of the system. For a reproducible
# build, name the digests instead; this command shows them:
#   docker buildx imagetools inspect eclipse-temurin:17-jre
#   docker build -t sei-export --build-arg RUNTIME_IMAGE=eclipse-temurin:17-jre@sha256:... \
#     --build-arg BUILD_IMAGE=eclipse-temurin:17-jdk@sha256:... .
ARG BUILD_IMAGE=eclipse-temurin:17-jdk
ARG RUNTIME_IMAGE=eclipse-temurin:17-jre

# The libraries are a stage of their own, made of pom.xml alone: a change to the sources downloads nothing again.
FROM ${BUILD_IMAGE} AS libraries
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
# There is nothing to compile yet; this loads the plugins and fills target/lib. Called through sh, because a
# checkout on Windows loses the mark that makes mvnw executable.
RUN sh mvnw -B -ntp -DskipTests package

FROM libraries AS build
COPY application.properties LICENSE ./
COPY routes routes
COPY src/main src/main
# Offline, so that what the stage above has missed is noticed; the bill of materials, made of pom.xml alone, is the one
# from above. A checkout under a strict umask holds files that the user below could not read.
RUN sh mvnw -B -ntp -DskipTests -o package && chmod -R a+rX application.properties LICENSE src/main/resources/META-INF/NOTICE routes

FROM ${RUNTIME_IMAGE}
LABEL org.opencontainers.image.title="SEI Export" \
      org.opencontainers.image.description="Downloads the engineering metrics of Harness SEI as verified CSV files and delivers them" \
      org.opencontainers.image.licenses="Apache-2.0"

# Any other user will do as well, so the two folders are open to all, as /tmp is. The home folder is where the AWS SDK
# looks for .aws.
RUN groupadd --gid 10001 sei-export \
 && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin sei-export \
 && install -d -m 1777 /app/data /app/staging /app/ledger \
 && install -d -m 755 /app/plugins
WORKDIR /app
# What changes least comes first: a new build of the program is a layer of a few hundred kilobytes.
COPY --from=build /build/target/lib lib
COPY --from=build /build/target/sei-export.jar /build/target/sei-export.cdx.json /build/LICENSE /build/src/main/resources/META-INF/NOTICE ./
COPY --from=build /build/application.properties ./
COPY --from=build /build/routes routes

# What this Java has once read and verified of the classes, by exports from the built-in simulator: a start from it is
# cheaper. With a base image whose Java makes none, leave this step and -XX:SharedArchiveFile below out.
RUN cp -r application.properties routes /tmp && cd /tmp && java -XX:ArchiveClassesAtExit=/app/sei-export.jsa \
    -Xlog:cds=off,cds+dynamic=off -Dpoll.first-delay=100ms -jar /app/sei-export.jar once \
 && chmod a+r /app/sei-export.jsa && rm -rf /tmp/*

# By number: Kubernetes cannot tell from a name that it is not root.
USER 10001:10001
# Volumes stay writable under a read-only root, and large files do not pass through the layered file system.
VOLUME ["/app/data", "/app/staging", "/app/ledger"]
# What is owed and delivered outlives the container only on a volume of its own, or in a PostgreSQL.
ENV LEDGER_URL=jdbc:sqlite:/app/ledger/ledger.db

# Health and metrics. They listen on loopback, here as everywhere, until CAMEL_MANAGEMENT_HOST=0.0.0.0 opens them: the
# check below runs within the container and needs no more, and whoever publishes the port or probes it from outside
# says so in one place.
EXPOSE 9876
# bash, because newer Java images have no curl. `once` and the
# other commands that end by themselves open no port: run them with --no-healthcheck if something acts on it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
  "port=${CAMEL_MANAGEMENT_PORT:-$(sed -n 's/^camel.management.port *= *//p' application.properties)} \
  && exec 3<>/dev/tcp/127.0.0.1/${port:-9876} \
  && printf 'GET /observe/health/live HTTP/1.0\\r\\n\\r\\n' >&3 \
  && read -r protocol status rest <&3 && [ \"$status\" = 200 ]"]

# Deliveries in progress are finished within camel.main.shutdown-timeout, 25 seconds, but docker kills after 10:
# stop with `docker stop --time 40`, in a compose file with stop_grace_period: 40s.
STOPSIGNAL SIGTERM

# The script belongs to the Java image: with USE_SYSTEM_CA_CERTS=1 it adds the certificates of /certificates, and then
# becomes java, which so receives the signal. If Java runs out of memory it exits, so that it can be restarted, instead
# of leaving an export that never ends. Most of the time it waits: the serial collector and a heap that begins small keep
# it small. JAVA_TOOL_OPTIONS is free for options of your own, but for those that stand below: what is named here wins, and
# two collectors keep Java from starting.
ENV MALLOC_ARENA_MAX=2
ENTRYPOINT ["/__cacert_entrypoint.sh", "java", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=75", \
  "-XX:+UseSerialGC", "-Xms32m", "-XX:MetaspaceSize=96m", \
  "-XX:SharedArchiveFile=/app/sei-export.jsa", "-Xshare:auto", "-Xlog:cds=off,cds+dynamic=off", \
  "-jar", "/app/sei-export.jar"]
CMD ["run"]
