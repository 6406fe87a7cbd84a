# Both images are arguments, so that a mirror, a digest or a locally built base can stand in for them.
ARG BUILD_IMAGE=maven:3.9.12-eclipse-temurin-25
# Not the Alpine variant: the native crypto library needs glibc.
ARG RUNTIME_IMAGE=eclipse-temurin:25.0.3_9-jre-noble

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY . .
# The local repository is a cache mount: it survives between builds and never becomes a layer.
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -Dquick -Dmaven.test.skip=true package

FROM ${RUNTIME_IMAGE}
WORKDIR /app
# Dependencies change seldom and the jar with every commit: in this order an upgrade pulls one small layer.
# target/lib-embedded, the PostgreSQL of `demo`, stays behind: the image is for an outside database.
COPY --from=build /build/target/lib/ lib/
COPY --from=build /build/target/bourse.jar ./
# /app belongs to root and stays readable only; the process writes nothing outside /tmp.
# The id is a number because Kubernetes cannot tell from a name that it is not root.
USER 65532:65532
EXPOSE 8080 9090
# MaxRAMPercentage          the rest of the memory limit is for metaspace, code, thread stacks and Netty's buffers.
# ExitOnOutOfMemoryError    a process that has lost a thread to it must be replaced, not kept half alive.
# UseSerialGC               small heap, short-lived garbage: the collector with the least memory of its own and no
#                           barriers for concurrent marking. Parallel and G1 start threads by the node's cores, which
#                           a container without a CPU limit sees all of.
# CreateCoredumpOnCrash     a core file would hold the master key.
# enable-native-access, sun-misc-unsafe-memory-access    Netty and the crypto provider, without warnings at start.
# registerEdKeyFactory      the native provider's Ed25519; it is read once, when the provider is loaded.
ENTRYPOINT ["java", \
    "-XX:MaxRAMPercentage=60", \
    "-XX:+ExitOnOutOfMemoryError", \
    "-XX:+UseSerialGC", \
    "-XX:-CreateCoredumpOnCrash", \
    "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", \
    "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true", \
    "-cp", "/app/bourse.jar:/app/lib/*", "io.bourse.app.Main"]
# Replaced by `args` in Kubernetes or by the words after the image in `docker run`: migrate, apply, rotate-keys.
CMD ["serve"]
