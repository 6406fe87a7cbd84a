package io.bourse.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.Documentation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Kubernetes manifests parse strictly, fit together and keep what docs/deploy.md promises. */
class ManifestsTest {
    static final Set<String> KNOWN = Set.of(
            "BOURSE_PORT",
            "BOURSE_MANAGEMENT_PORT",
            "BOURSE_HOST",
            "BOURSE_ISSUER",
            "BOURSE_DATABASE_URL",
            "BOURSE_DATABASE_PASSWORD",
            "BOURSE_DATABASE_PASSWORD_FILE",
            "BOURSE_DATABASE_POOL_SIZE",
            "BOURSE_DATABASE_LISTEN_URL",
            "BOURSE_MASTER_KEY",
            "BOURSE_MASTER_KEY_FILE",
            "BOURSE_ADMIN_KEY",
            "BOURSE_ADMIN_KEY_FILE",
            "BOURSE_CRYPTO",
            "BOURSE_EVENT_LOOPS",
            "BOURSE_PASSWORD_THREADS",
            "BOURSE_PASSWORD_QUEUE",
            "BOURSE_REPLAY_WINDOW",
            "BOURSE_KEY_ROTATION",
            "BOURSE_KEY_PREPUBLISH",
            "BOURSE_LOG_LEVEL",
            "BOURSE_LOG_FORMAT",
            "BOURSE_DRAIN",
            "BOURSE_SHUTDOWN_TIMEOUT",
            "BOURSE_CORS_ORIGINS",
            "BOURSE_DOORS",
            "BOURSE_SIGNED_HOSTS",
            "BOURSE_SSO_AUDIT_RETENTION",
            "BOURSE_SSO_PROJECT",
            "BOURSE_XOXODAY_PREFIX",
            "BOURSE_DATA_DIR");

    private static final Path OVERLAY = Manifests.ROOT.resolve("overlays/example");
    private static final Path AUTOSCALING = Manifests.ROOT.resolve("components/autoscaling");
    private static final Path ADMIN_KEY = Manifests.ROOT.resolve("components/admin/admin-key.yaml");
    private static final int DRAIN_AND_SHUTDOWN_SECONDS = 25;

    private final Deployment deployment = base("deployment.yaml", Deployment.class, "bourse");
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Map<String, String> podLabels =
            deployment.getSpec().getTemplate().getMetadata().getLabels();
    private final Container migrate = container(pod.getInitContainers(), "migrate");
    private final Container server = container(pod.getContainers(), "bourse");
    private final Service service = base("service.yaml", Service.class, "bourse");
    private final Service management = base("service-management.yaml", Service.class, "bourse-management");

    static List<Path> resourceFiles() {
        return Manifests.resourceFiles();
    }

    @ParameterizedTest
    @MethodSource("resourceFiles")
    void everyManifestIsValid(Path file) {
        assertThat(Manifests.read(file)).isNotEmpty();
    }

    @Test
    void theManifestsOfTheDocumentationAreValid() {
        List<String> manifests = Documentation.manifests("workload-identity.md");

        assertThat(manifests)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(Manifests.parse(text)).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("resourceFiles")
    void everyResourceSaysWhatItBelongsTo(Path file) {
        boolean patch = file.endsWith("replicas.yaml") || file.equals(ADMIN_KEY);
        for (HasMetadata resource : patch ? List.<HasMetadata>of() : Manifests.read(file)) {
            assertThat(resource.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/name", "bourse")
                    .containsKey("app.kubernetes.io/component");
        }
    }

    @Nested
    class Reading {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "replicsa: 3", // unknown
                    "replicas: three", // no number
                    "replicas: '3'", // a number as text
                    "paused: 'true'", // a boolean as text
                    "replicas: 3\n  replicas: 4", // twice
                    "template: {spec: {containers: [{name: a, imagee: b}]}}",
                    "template: {spec: {containers: [{name: a, env: [{name: A, value: 8080}]}]}}",
                    "template: {spec: {containers: {name: a}}}",
                    "template: {metadata: {labels: {a: true}}}",
                    "template: {spec: {securityContext: {seccompProfile: {typ: RuntimeDefault}}}}",
                })
        void refusesWhatAnApiServerWouldRefuse(String field) {
            String manifest = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  " + field;

            assertThatThrownBy(() -> Manifests.parse(manifest)).isInstanceOf(RuntimeException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"apiVersion: v1\nkind: Deployment", "apiVersion: apps/v1\nkind: Deploiment", "a: 1"})
        void refusesAnUnknownKind(String manifest) {
            assertThatThrownBy(() -> Manifests.parse(manifest)).isInstanceOf(RuntimeException.class);
        }
    }

    @Nested
    class Pods {
        @Test
        void meetTheRestrictedPodSecurityStandardAndMore() {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532);
            assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(65532);
            assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(65532);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getHostNetwork()).isNull();
            assertThat(pod.getHostPID()).isNull();
            assertThat(pod.getHostIPC()).isNull();
            assertThat(pod.getVolumes()).allMatch(volume -> volume.getHostPath() == null);

            assertThat(containers()).allSatisfy(container -> {
                var context = container.getSecurityContext();
                assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(context.getCapabilities().getAdd()).isNullOrEmpty();
                assertThat(context.getPrivileged()).isNull();
                assertThat(context.getRunAsNonRoot()).isNull();
                assertThat(context.getRunAsUser()).isNull();
                assertThat(context.getSeccompProfile()).isNull();
                assertThat(container.getPorts()).allMatch(port -> port.getHostPort() == null);
            });
        }

        @Test
        void writeNowhereButToATemporaryDirectory() {
            assertThat(containers())
                    .allSatisfy(container -> assertThat(container.getVolumeMounts())
                            .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                            .singleElement()
                            .satisfies(mount -> {
                                assertThat(mount.getMountPath()).isEqualTo("/tmp");
                                assertThat(volume(mount).getEmptyDir().getSizeLimit())
                                        .isNotNull();
                            }));
        }

        @Test
        void getNoTokenForTheApiServer() {
            var account = base("serviceaccount.yaml", ServiceAccount.class, pod.getServiceAccountName());

            assertThat(account.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        }

        /** They would carry the prefix of our settings, and one of them the name of the port's. */
        @Test
        void getNoServiceLinks() {
            assertThat(pod.getEnableServiceLinks()).isFalse();
        }

        @Test
        void requestWhatTheyNeedAndAreLimitedInMemoryAlone() {
            assertThat(containers()).allSatisfy(container -> {
                assertThat(container.getResources().getRequests())
                        .isEqualTo(Map.of("cpu", new Quantity("250m"), "memory", new Quantity("384Mi")));
                assertThat(container.getResources().getLimits()).isEqualTo(Map.of("memory", new Quantity("512Mi")));
            });
        }

        @Test
        void migrateBeforeTheyServeWithTheSameImage() {
            assertThat(pod.getInitContainers()).hasSize(1);
            assertThat(migrate.getArgs()).containsExactly("migrate");
            assertThat(migrate.getCommand()).isNullOrEmpty();
            assertThat(migrate.getImage()).isEqualTo(server.getImage());
            assertThat(server.getArgs()).containsExactly("serve");
            assertThat(server.getCommand()).isNullOrEmpty();
        }

        @Test
        void spreadOverZonesAndNodes() {
            assertThat(pod.getTopologySpreadConstraints())
                    .extracting(constraint -> constraint.getTopologyKey())
                    .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(pod.getTopologySpreadConstraints())
                    .allSatisfy(constraint ->
                            assertSelects(constraint.getLabelSelector().getMatchLabels()))
                    .allMatch(constraint -> constraint.getWhenUnsatisfiable().equals("ScheduleAnyway"));
        }

        @Test
        void haveTheTimeToDrain() {
            assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(DRAIN_AND_SHUTDOWN_SECONDS);
        }
    }

    @Nested
    class Probes {
        @Test
        void askTheManagementPort() {
            assertThat(Stream.of(server.getStartupProbe(), server.getLivenessProbe(), server.getReadinessProbe())
                            .map(Probe::getHttpGet)
                            .map(HTTPGetAction::getPort))
                    .containsOnly(new IntOrString("management"));
            assertThat(containerPort("management")).isEqualTo(9090);
        }

        /** A pod that is restarted for its database's sake would loop for as long as that is down. */
        @Test
        void askForReadinessOnlyWhereNobodyIsKilled() {
            assertThat(server.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(server.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            assertThat(server.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
        }
    }

    @Nested
    class Settings {
        @Test
        void areKnown() {
            List<String> names = new ArrayList<>();
            containers().forEach(container -> container.getEnv().forEach(env -> names.add(env.getName())));
            Manifests.kustomizations().forEach(file -> literals(file).forEach(pair -> names.add(pair.split("=")[0])));

            assertThat(names).hasSizeGreaterThan(5).isSubsetOf(KNOWN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"docs/deploy.md", "Dockerfile", "k8s/secret.example.yaml"})
        void areKnownWhereTheyAreWrittenAbout(Path text) throws IOException {
            assertThat(Pattern.compile("\\bBOURSE_\\w+")
                            .matcher(Files.readString(text))
                            .results()
                            .map(match -> match.group()))
                    .isSubsetOf(KNOWN);
        }

        @Test
        void comeFromAConfigMapThatIsGenerated() {
            assertThat(containers())
                    .allSatisfy(container -> assertThat(container.getEnvFrom())
                            .extracting(source -> source.getConfigMapRef().getName())
                            .containsExactly(container.equals(migrate) ? "bourse-migration" : "bourse"));
            assertThat(generators(Manifests.BASE.resolve("kustomization.yaml")))
                    .extracting(generator -> generator.path("name").asText())
                    .containsExactlyInAnyOrder("bourse", "bourse-migration");
        }

        @Test
        void nameFilesThatAreMountedFromSecrets() {
            assertThat(fileSettings(server))
                    .containsOnlyKeys("BOURSE_MASTER_KEY_FILE", "BOURSE_DATABASE_PASSWORD_FILE");
            assertThat(fileSettings(migrate)).containsOnlyKeys("BOURSE_DATABASE_PASSWORD_FILE");
            assertThat(containers())
                    .allSatisfy(container -> assertThat(mountedFiles(container))
                            .containsAll(fileSettings(container).values()));
        }

        /** A database URL is the same in both containers but for the role. */
        @Test
        void encryptAndVerifyTheDatabaseConnection() {
            List<String> urls = Manifests.kustomizations().stream()
                    .flatMap(file -> literals(file).stream())
                    .filter(pair -> pair.startsWith("BOURSE_DATABASE_URL="))
                    .toList();

            assertThat(urls).hasSize(4).allSatisfy(url -> {
                assertThat(url).contains("sslmode=verify-full");
                assertThat(mountedFiles(server)).contains(url.replaceFirst(".*sslrootcert=", ""));
                assertThat(mountedFiles(migrate)).contains(url.replaceFirst(".*sslrootcert=", ""));
            });
        }
    }

    @Nested
    class Secrets {
        @Test
        void standInNoSetting() {
            assertThat(Manifests.kustomizations().stream().flatMap(file -> literals(file).stream()))
                    .noneMatch(pair -> pair.startsWith("BOURSE_MASTER_KEY") || pair.contains("PASSWORD="))
                    .noneMatch(pair -> pair.matches(".*//[^/@]*:[^/@]*@.*"));
            assertThat(containers())
                    .allSatisfy(container -> assertThat(container.getEnv())
                            .allMatch(env -> env.getName().endsWith("_FILE") && env.getValueFrom() == null));
        }

        @Test
        void areCreatedByNothingThatIsApplied() {
            assertThat(Manifests.resourceFiles().stream()
                            .filter(file -> !file.equals(Manifests.SECRET_EXAMPLE))
                            .flatMap(file -> Manifests.read(file).stream()))
                    .noneMatch(Secret.class::isInstance);
        }

        @Test
        void ofTheExampleAreTheOnesThatAreMounted() {
            List<Volume> volumes = pod.getVolumes().stream()
                    .filter(volume -> volume.getSecret() != null)
                    .toList();

            assertThat(volumes).hasSize(2).allSatisfy(volume -> {
                var secret = Manifests.read(
                        Manifests.SECRET_EXAMPLE,
                        Secret.class,
                        volume.getSecret().getSecretName());
                assertThat(secret.getStringData().keySet())
                        .containsExactlyInAnyOrderElementsOf(volume.getSecret().getItems().stream()
                                .map(item -> item.getKey())
                                .toList());
            });
        }

        /** Where the component is chosen that switches the admin API on; the base needs no key for it. */
        @Test
        void ofTheAdminApiIsMountedByItsComponent() {
            Deployment patch = Manifests.read(ADMIN_KEY, Deployment.class, "bourse");
            PodSpec patched = patch.getSpec().getTemplate().getSpec();
            Container bourse = container(patched.getContainers(), server.getName());
            Volume volume = patched.getVolumes().get(0);
            VolumeMount mount = bourse.getVolumeMounts().get(0);
            var item = volume.getSecret().getItems().get(0);

            assertThat(fileSettings(bourse))
                    .containsExactly(Map.entry("BOURSE_ADMIN_KEY_FILE", mount.getMountPath() + "/" + item.getPath()));
            assertThat(bourse.getEnv()).allMatch(env -> env.getValueFrom() == null);
            assertThat(mount.getName()).isEqualTo(volume.getName());
            assertThat(mount.getReadOnly()).isTrue();
            assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
            assertThat(pod.getVolumes()).extracting(Volume::getName).doesNotContain(volume.getName());
            Secret secret = Manifests.read(
                    Manifests.SECRET_EXAMPLE, Secret.class, volume.getSecret().getSecretName());
            assertThat(secret.getStringData()).containsOnlyKeys(item.getKey());
        }

        /** A placeholder that could serve as a key would end up serving as one. */
        @Test
        void ofTheExampleAreNone() {
            assertThat(Manifests.read(Manifests.SECRET_EXAMPLE)).allSatisfy(secret -> {
                assertThat(((Secret) secret).getData()).isNullOrEmpty();
                assertThat(((Secret) secret).getStringData().values()).containsOnly("REPLACE-ME");
            });
        }

        @Test
        void ofTheSchemasOwnerAreNotForTheServer() {
            assertThat(secretNames(server)).containsExactly("bourse");
            assertThat(secretNames(migrate)).containsExactly("bourse-migration");
        }

        @Test
        void areReadableForTheProcessOnly() {
            assertThat(pod.getVolumes())
                    .filteredOn(volume -> volume.getSecret() != null)
                    .allMatch(volume -> volume.getSecret().getDefaultMode() == 0440);
        }
    }

    @Nested
    class Images {
        @Test
        void arePinnedToAVersion() {
            assertThat(containers())
                    .allSatisfy(container -> assertThat(container.getImage()).matches(".+:\\d+\\.\\d+\\.\\d+"));
            assertThat(kustomization(OVERLAY).path("images")).hasSize(1).allSatisfy(image -> {
                assertThat(server.getImage()).startsWith(image.path("name").asText() + ":");
                assertThat(image.path("newTag").asText()).matches("\\d+\\.\\d+\\.\\d+");
            });
        }
    }

    @Nested
    class Network {
        @Test
        void servicesSelectThePodsAndTheirPorts() {
            assertThat(List.of(service, management)).allSatisfy(each -> {
                assertSelects(each.getSpec().getSelector());
                assertThat(each.getSpec().getPorts())
                        .isNotEmpty()
                        .allSatisfy(port -> containerPort(port.getTargetPort().getStrVal()));
            });
        }

        @Test
        void thePublicServiceLeavesTheManagementPortOut() {
            assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
            assertThat(service.getSpec().getPorts())
                    .extracting(ServicePort::getPort)
                    .containsExactly(80);
            assertThat(service.getSpec().getPorts())
                    .extracting(port -> containerPort(port.getTargetPort().getStrVal()))
                    .containsExactly(8080);
            assertThat(management.getSpec().getClusterIP()).isEqualTo("None");
            assertThat(management.getSpec().getPorts())
                    .extracting(port -> containerPort(port.getTargetPort().getStrVal()))
                    .containsExactly(9090);
        }

        @Test
        void theIngressLeadsToThePublicServiceForTheIssuersHost() {
            var ingress = Manifests.read(OVERLAY.resolve("ingress.yaml"), Ingress.class, "bourse");
            var rule = ingress.getSpec().getRules().get(0);
            var backend = rule.getHttp().getPaths().get(0).getBackend().getService();

            assertThat(ingress.getSpec().getRules()).hasSize(1);
            assertThat(rule.getHttp().getPaths()).hasSize(1);
            assertThat(ingress.getSpec().getDefaultBackend()).isNull();
            assertThat(backend.getName()).isEqualTo(service.getMetadata().getName());
            assertThat(service.getSpec().getPorts())
                    .extracting(ServicePort::getName)
                    .contains(backend.getPort().getName());
            assertThat(ingress.getSpec().getTls().get(0).getHosts()).containsExactly(rule.getHost());
            assertThat(literals(OVERLAY.resolve("kustomization.yaml")))
                    .contains("BOURSE_ISSUER=https://" + rule.getHost());
        }

        @Test
        void thePolicyLetsOnlyMonitoringReachTheManagementPort() {
            var spec = policy().getSpec();

            assertSelects(spec.getPodSelector().getMatchLabels());
            assertThat(spec.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
            assertThat(spec.getIngress()).hasSize(2);
            assertThat(spec.getIngress())
                    .allSatisfy(
                            rule -> assertThat(rule.getPorts()).hasSize(1).allMatch(port -> port.getEndPort() == null));
            assertThat(sources(8080))
                    .singleElement()
                    .satisfies(source -> assertThat(source).isNullOrEmpty());
            assertThat(sources(9090)).containsExactly(Map.of("kubernetes.io/metadata.name", "monitoring"));
        }

        @Test
        void thePolicyLetsPodsReachWhatTheyNeed() {
            assertThat(policy().getSpec().getEgress())
                    .allSatisfy(rule -> assertThat(rule.getPorts()).isNotEmpty());
            assertThat(policy().getSpec().getEgress().stream()
                            .flatMap(rule -> rule.getPorts().stream())
                            .map(port -> port.getProtocol() + " " + portNumber(port)))
                    .containsExactlyInAnyOrder("UDP 53", "TCP 53", "TCP 5432", "TCP 443");
        }

        private NetworkPolicy policy() {
            return base("networkpolicy.yaml", NetworkPolicy.class, "bourse");
        }

        private List<Map<String, String>> sources(int port) {
            return policy().getSpec().getIngress().stream()
                    .filter(rule -> portNumber(rule.getPorts().get(0)) == port)
                    .map(NetworkPolicyIngressRule::getFrom)
                    .flatMap(List::stream)
                    .map(peer -> peer.getNamespaceSelector().getMatchLabels())
                    .toList();
        }

        private static int portNumber(NetworkPolicyPort port) {
            return port.getPort().getIntVal();
        }
    }

    @Nested
    class Replicas {
        @Test
        void areThreeAndNeverFewerInARollout() {
            assertThat(deployment.getSpec().getReplicas()).isEqualTo(3);
            assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
            assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
                    .isEqualTo(new IntOrString(0));
            assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge())
                    .isEqualTo(new IntOrString(1));
            assertSelects(deployment.getSpec().getSelector().getMatchLabels());
        }

        @Test
        void keepTwoWhenANodeIsDrained() {
            var budget = base("poddisruptionbudget.yaml", PodDisruptionBudget.class, "bourse");

            assertThat(budget.getSpec().getMinAvailable()).isEqualTo(new IntOrString(2));
            assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
            assertSelects(budget.getSpec().getSelector().getMatchLabels());
        }

        @Test
        void areScaledByTheirLoadWhereThatIsChosen() {
            var autoscaler = Manifests.read(
                    AUTOSCALING.resolve("horizontalpodautoscaler.yaml"), HorizontalPodAutoscaler.class, "bourse");
            var target = autoscaler.getSpec().getScaleTargetRef();
            var metric = autoscaler.getSpec().getMetrics().get(0).getResource();

            assertThat(target.getApiVersion()).isEqualTo(deployment.getApiVersion());
            assertThat(target.getKind()).isEqualTo(deployment.getKind());
            assertThat(target.getName()).isEqualTo(deployment.getMetadata().getName());
            assertThat(autoscaler.getSpec().getMinReplicas()).isEqualTo(3);
            assertThat(autoscaler.getSpec().getMaxReplicas()).isEqualTo(10);
            assertThat(autoscaler.getSpec().getMetrics()).hasSize(1);
            assertThat(metric.getName()).isEqualTo("cpu");
            assertThat(metric.getTarget().getAverageUtilization()).isEqualTo(70);
        }

        /** Else each apply would set a scaled-out service back. */
        @Test
        void areNamedByTheAutoscalerAloneThen() {
            assertThat(kustomization(AUTOSCALING).path("patches"))
                    .singleElement()
                    .satisfies(patch -> {
                        assertThat(patch.path("target").path("kind").asText()).isEqualTo(deployment.getKind());
                        assertThat(patch.path("target").path("name").asText())
                                .isEqualTo(deployment.getMetadata().getName());
                        assertThat(patch.path("patch").asText()).isEqualTo("- op: remove\n  path: /spec/replicas\n");
                    });
        }

        @Test
        void ofTheExampleStayAboveTheDisruptionBudget() {
            var patch = Manifests.read(OVERLAY.resolve("replicas.yaml"), HorizontalPodAutoscaler.class, "bourse");

            assertThat(patch.getSpec().getMinReplicas())
                    .isBetween(3, patch.getSpec().getMaxReplicas());
        }
    }

    private static <T extends HasMetadata> T base(String file, Class<T> type, String name) {
        return Manifests.read(Manifests.BASE.resolve(file), type, name);
    }

    private static JsonNode kustomization(Path directory) {
        return Manifests.documents(directory.resolve("kustomization.yaml")).get(0);
    }

    private static List<JsonNode> generators(Path kustomization) {
        List<JsonNode> generators = new ArrayList<>();
        Manifests.documents(kustomization).get(0).path("configMapGenerator").forEach(generators::add);
        return generators;
    }

    private static List<String> literals(Path kustomization) {
        List<String> literals = new ArrayList<>();
        generators(kustomization)
                .forEach(generator -> generator.path("literals").forEach(pair -> literals.add(pair.asText())));
        return literals;
    }

    private static Container container(List<Container> containers, String name) {
        return containers.stream()
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Container> containers() {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }

    private int containerPort(String name) {
        return server.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
    }

    private void assertSelects(Map<String, String> selector) {
        assertThat(selector).isNotEmpty();
        assertThat(podLabels).containsAllEntriesOf(selector);
    }

    private Volume volume(VolumeMount mount) {
        return pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> secretNames(Container container) {
        return container.getVolumeMounts().stream()
                .map(this::volume)
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .toList();
    }

    private static Map<String, String> fileSettings(Container container) {
        return container.getEnv().stream()
                .filter(env -> env.getName().endsWith("_FILE"))
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private List<String> mountedFiles(Container container) {
        List<String> files = new ArrayList<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Volume volume = volume(mount);
            if (volume.getSecret() != null) {
                volume.getSecret().getItems().forEach(item -> files.add(mount.getMountPath() + "/" + item.getPath()));
            }
            if (volume.getConfigMap() != null) {
                volume.getConfigMap()
                        .getItems()
                        .forEach(item -> files.add(mount.getMountPath() + "/" + item.getPath()));
            }
        }
        return files;
    }
}
