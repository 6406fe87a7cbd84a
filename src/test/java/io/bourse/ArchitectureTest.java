package io.bourse;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.bourse.grant.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The shape of the code: who may know whom, and what is done in one place only. */
class ArchitectureTest {

    private static final String ROOT = "io.bourse";

    /** From the bottom up: a package uses packages of lower levels only. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("oauth", "config"),
            Set.of("jose", "crypto", "db", "changelog", "bus", "audit", "metrics", "logging"),
            Set.of("httpsig"),
            Set.of("client", "user", "provider", "principal", "policy", "keys"),
            Set.of("token"),
            Set.of("grant", "entry"),
            Set.of("revocation", "service"),
            Set.of("http"),
            Set.of("door"),
            Set.of(
                    "door.oauth",
                    "door.docs",
                    "door.drf",
                    "door.medplum",
                    "door.oracle",
                    "door.sso",
                    "door.xoxoday",
                    "admin"),
            Set.of("app"));

    /** Who may know a package on its own level, and why. */
    private static final Map<String, Set<String>> NEIGHBOURS =
            // A change is written in the transaction of what it is about.
            Map.of("changelog", Set.of("db"));

    /** Waits for its own thread when the process ends, so that the last lines are written. */
    private static final String LOG_WRITER = ROOT + ".logging.QueueAppender";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes"))
            .importPackages(ROOT);

    @Test
    void aPackageUsesLowerLevelsOnly() {
        classes().should(useLowerLevelsOnly()).check(CLASSES);
    }

    @Test
    void everyPackageHasALevelAndEveryLevelIsThere() {
        Set<String> there = new TreeSet<>();
        CLASSES.forEach(type -> there.add(module(type)));

        assertThat(there).containsExactlyInAnyOrderElementsOf(levels().keySet());
    }

    @Test
    void whoContributesIsToldTheSameLevels() throws IOException {
        Map<String, Integer> told = new HashMap<>();
        Pattern.compile("^\\| (\\d+) \\| (.*?) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("CONTRIBUTING.md")))
                .results()
                .forEach(row -> Pattern.compile("`(.+?)`")
                        .matcher(row.group(2))
                        .results()
                        .forEach(module -> told.put(module.group(1), Integer.valueOf(row.group(1)))));

        assertThat(told).isEqualTo(levels());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyHttpAndDoorsKnowVertxWeb() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".http", ROOT + ".door..", ROOT + ".admin")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.ext.web..")
                .check(CLASSES);
    }

    /** The change log makes a transaction with its changes, and hands it on. */
    @Test
    void onlyStoresKnowTheSqlClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".db", ROOT + ".changelog")
                .and(areNotPartOf("a class named Pg*", name -> name.startsWith("Pg")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void onlyRevocationAndWiringKnowTheEventBus() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".bus", ROOT + ".revocation", ROOT + ".app")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.eventbus..")
                .check(CLASSES);
    }

    @Test
    void theVocabularyAndTheConfigurationArePlainJava() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".oauth", ROOT + ".config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "org.slf4j..")
                .check(CLASSES);
    }

    /** Passwords and signatures; and new keys, because an RSA key takes a second. */
    @Test
    void onlyCryptographyLeavesTheEventLoop() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".crypto", ROOT + ".keys")
                .should(use("executeBlocking", access -> access.getName().equals("executeBlocking")))
                .check(CLASSES);
    }

    @Test
    void nothingWaitsButTheProcessItself() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".app")
                .and()
                .doNotHaveFullyQualifiedName(LOG_WRITER)
                .should(use("calls that block", ArchitectureTest::blocks))
                .check(CLASSES);
    }

    private static boolean blocks(JavaAccess<?> access) {
        return calls(access, io.vertx.core.Future.class, "await")
                || calls(access, Thread.class, "sleep", "join", "onSpinWait")
                || calls(access, TimeUnit.class, "sleep")
                || calls(access, CompletableFuture.class, "join", "get")
                || calls(access, Future.class, "get")
                || calls(access, CountDownLatch.class, "await");
    }

    @Test
    void aGrantIsFinalAndNamedAndFoundAsOne() {
        classes()
                .that()
                .implement(Grant.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .resideInAPackage(ROOT + ".grant")
                .andShould()
                .haveSimpleNameEndingWith("Grant")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Service)")
                .orShould()
                .haveNameMatching(".*[.$](Abstract|Base(?!64))[A-Z]\\w*")
                .check(CLASSES);
    }

    @Test
    void onlySettingsReadTheEnvironment() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".config.Settings")
                .should(use("System.getenv", access -> calls(access, System.class, "getenv")))
                .check(CLASSES);
    }

    /** Commands print through picocli's writers, everything else is logged. */
    @Test
    void nothingPrintsToTheConsole() {
        noClasses()
                .should(use("System.out or System.err", ArchitectureTest::prints))
                .check(CLASSES);
    }

    private static boolean prints(JavaAccess<?> access) {
        return calls(access, System.class, "out", "err")
                || access.getTarget().getFullName().endsWith(".printStackTrace()");
    }

    /** Times are the database's. The demo tells how long its own start took. */
    @Test
    void onlyTheDatabasesClockKnowsTheTime() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".db.DatabaseClock")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".app.DemoCommand")
                .should(use("the system's clock", ArchitectureTest::readsTheClock))
                .check(CLASSES);
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        boolean now = List.of(
                        Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class)
                .stream()
                .anyMatch(type -> calls(access, type, "now"));
        return now
                || calls(access, Clock.class, "systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds")
                || calls(access, InstantSource.class, "system")
                || calls(access, System.class, "currentTimeMillis")
                || calls(access, java.util.Date.class, "<init>");
    }

    @Test
    void everyPackageSaysWhatItOwnsAndIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            JavaPackage owner = type.getPackage();
            if (!owner.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(owner.getName());
            }
        }

        assertThat(CLASSES).isNotEmpty();
        assertThat(unmarked).isEmpty();
    }

    private static ArchCondition<JavaClass> use(String what, java.util.function.Predicate<JavaAccess<?>> predicate) {
        return accessTargetWhere(describe(what, predicate));
    }

    /** Whether the access is to one of these members of this type; by a method reference too. */
    private static boolean calls(JavaAccess<?> access, Class<?> owner, String... members) {
        return access.getTargetOwner().isAssignableTo(owner) && Set.of(members).contains(access.getName());
    }

    /** The name counts for what is nested in the class as well. */
    private static DescribedPredicate<JavaClass> areNotPartOf(
            String description, java.util.function.Predicate<String> name) {
        return describe(
                "are not part of " + description,
                type -> !name.test(outermost(type).getSimpleName()));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static ArchCondition<JavaClass> useLowerLevelsOnly() {
        Map<String, Integer> levels = levels();
        return new ArchCondition<>("use lower levels only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (isOurs(target) && !mayUse(levels, module(type), module(target))) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean mayUse(Map<String, Integer> levels, String user, String used) {
        return user.equals(used)
                || levels.getOrDefault(used, Integer.MAX_VALUE) < levels.getOrDefault(user, Integer.MIN_VALUE)
                || NEIGHBOURS.getOrDefault(user, Set.of()).contains(used);
    }

    private static Map<String, Integer> levels() {
        Map<String, Integer> levels = new HashMap<>();
        for (int level = 0; level < LEVELS.size(); level++) {
            for (String module : LEVELS.get(level)) {
                levels.put(module, level);
            }
        }
        return levels;
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    /** The package below ours; each door is one of its own, what is below another package is a part of it. */
    private static String module(JavaClass type) {
        var matcher = Pattern.compile(Pattern.quote(ROOT) + "\\.(door\\.[^.]+|[^.]+).*")
                .matcher(type.getPackageName());
        return matcher.matches() ? matcher.group(1) : "";
    }
}
