package io.bourse.e2e;

import static io.bourse.e2e.ExchangeWorld.API;
import static io.bourse.e2e.ExchangeWorld.APP;
import static io.bourse.e2e.ExchangeWorld.DESK;
import static io.bourse.e2e.ExchangeWorld.ELSEWHERE;
import static io.bourse.e2e.ExchangeWorld.GONE;
import static io.bourse.e2e.ExchangeWorld.ORIGIN;
import static io.bourse.e2e.ExchangeWorld.ORIGIN_OFF;
import static io.bourse.e2e.ExchangeWorld.TARGET;
import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of subject token, brought by every kind of client under every kind of entry in every state that it can be
 * in, and the same for actor tokens: what is answered, exactly. The tables say it; the first row that fits a cell counts.
 * reliability.md 49 to 64.
 */
class ExchangeMatrixIT {

    private static final String TYPES = "urn:ietf:params:oauth:token-type:";
    private static final ObjectMapper JSON = new ObjectMapper();

    enum Kind {
        OWN_ACCESS_TOKEN("access_token"),
        OWN_JWT("jwt"),
        OWN_REFRESH_TOKEN("refresh_token"),
        FOREIGN_JWT("jwt"),
        FOREIGN_INTROSPECTED("access_token"),
        FOREIGN_USERINFO("access_token"),
        WORKLOAD("jwt");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        boolean isOwn() {
            return this == OWN_ACCESS_TOKEN || this == OWN_JWT || this == OWN_REFRESH_TOKEN;
        }

        /** The provider's entry. */
        String provider() {
            return switch (this) {
                case FOREIGN_JWT -> "mx-jwt";
                case FOREIGN_INTROSPECTED -> "mx-introspected";
                case FOREIGN_USERINFO -> "mx-userinfo";
                case WORKLOAD -> "mx-cluster";
                default -> throw new IllegalStateException(name());
            };
        }
    }

    enum Caller {
        HOLDER,
        /** The API that the token is meant for; for foreign tokens, a client whom the provider's entry lists. */
        API,
        THIRD,
        SPA
    }

    enum Entry {
        /** Only others have entries. */
        NONE,
        /** One for the tokens of another client. */
        UNFIT,
        OFF,
        PLAIN,
        DELEGATION,
        ACTOR,
        IMPERSONATION,
        REFRESH;

        boolean takesActor() {
            return this == ACTOR || this == IMPERSONATION;
        }
    }

    enum State {
        ALIVE,
        EXPIRED,
        REVOKED,
        ANCESTOR_REVOKED,
        LOGIN_REVOKED,
        USER_OFF,
        CLIENT_OFF,
        PROVIDER_OFF,
        ENTRY_OFF,
        OTHER_AUDIENCE,
        OTHER_TYPE,
        /** Which an access token of ours is too. */
        CALLED_A_JWT,
        BOUND,
        MAY_ACT_ANOTHER
    }

    /** The states that tokens can be in; what is left out cannot be, or not without waiting. */
    private static final Map<Kind, Set<State>> STATES = states();

    private static Map<Kind, Set<State>> states() {
        Map<Kind, Set<State>> states = new LinkedHashMap<>();
        states.put(Kind.OWN_ACCESS_TOKEN, EnumSet.allOf(State.class));
        states.put(Kind.OWN_JWT, EnumSet.complementOf(EnumSet.of(State.CALLED_A_JWT)));
        // It ends by waiting only, its login is what is revoked, and its key and may_act are its client's.
        states.put(
                Kind.OWN_REFRESH_TOKEN,
                EnumSet.complementOf(EnumSet.of(
                        State.EXPIRED, State.LOGIN_REVOKED, State.CALLED_A_JWT, State.BOUND, State.MAY_ACT_ANOTHER)));
        // It came from no token, login or entry of ours, and was issued to no client of ours.
        Set<State> foreign = EnumSet.complementOf(EnumSet.of(
                State.ANCESTOR_REVOKED, State.LOGIN_REVOKED, State.CLIENT_OFF, State.ENTRY_OFF, State.CALLED_A_JWT));
        states.put(Kind.FOREIGN_JWT, foreign);
        states.put(Kind.FOREIGN_INTROSPECTED, foreign);
        states.put(Kind.FOREIGN_USERINFO, foreign);
        Set<State> workload = EnumSet.copyOf(foreign);
        workload.remove(State.USER_OFF);
        states.put(Kind.WORKLOAD, workload);
        return states;
    }

    record Cell(Kind kind, Caller caller, Entry entry, State state) {

        String client() {
            return caller == Caller.SPA ? "mx-spa" : ("mx-" + caller + "-" + entry).toLowerCase(Locale.ROOT);
        }

        /** To whom an own subject token was issued. */
        String holder() {
            return caller == Caller.HOLDER ? client() : state == State.CLIENT_OFF ? GONE : APP;
        }

        /** Whether the cell makes sense. */
        boolean isPossible() {
            if (!STATES.get(kind).contains(state)) {
                return false;
            }
            return switch (caller) {
                // A foreign token has no holder among our clients; a holder that is off cannot ask.
                case HOLDER -> kind.isOwn() && state != State.CLIENT_OFF;
                // Nothing of another client's refresh token is looked at.
                case API -> kind != Kind.OWN_REFRESH_TOKEN || state == State.ALIVE;
                // An entry for a provider's tokens must be of a client that the provider's entry lists.
                case THIRD ->
                    kind.isOwn()
                            ? kind != Kind.OWN_REFRESH_TOKEN || state == State.ALIVE
                            : entry == Entry.NONE && state == State.ALIVE;
                // It can have no entry, and is refused before its token is looked at.
                case SPA -> entry == Entry.NONE && (state == State.ALIVE || state == State.EXPIRED);
            };
        }

        @Override
        public String toString() {
            return (kind + ", by " + caller + ", entry " + entry + ", " + state)
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
        }
    }

    /** A column that is * takes all; several values stand with commas between them. */
    private static final String ANSWERS = """
            kind              ; caller     ; entry            ; state               ; answer
            *                 ; spa        ; *                ; *                   ; unauthorized_client
            own_refresh_token ; api, third ; *                ; *                   ; invalid_request
            *                 ; third      ; *                ; *                   ; invalid_request
            *                 ; *          ; none, unfit, off ; *                   ; invalid_request
            *                 ; *          ; *                ; alive, called_a_jwt ; granted
            *                 ; *          ; *                ; *                   ; invalid_request
            """;

    /** What a token that was granted says of who acts, and whether a refresh token goes with it. */
    private static final String GRANTED = """
            entry         ; act      ; refresh
            plain         ; -        ; no
            delegation    ; caller   ; no
            actor         ; mx-robot ; no
            impersonation ; -        ; no
            refresh       ; -        ; yes
            """;

    private static final String ACTOR_ANSWERS = """
            actor           ; entry              ; answer
            robot           ; *                  ; granted
            called_a_jwt    ; *                  ; granted
            user            ; *                  ; granted
            pod             ; *                  ; granted
            refresh_token   ; *                  ; The parameter actor_token_type is not supported.
            saml            ; *                  ; The parameter actor_token_type is not supported.
            untyped         ; *                  ; The parameter actor_token_type is missing.
            *               ; *                  ; invalid_request
            """;

    enum ActorKind {
        ROBOT,
        CALLED_A_JWT,
        USER,
        POD,
        MISSING,
        UNTYPED,
        REFRESH_TOKEN,
        SAML,
        EXPIRED,
        REVOKED,
        CLIENT_OFF,
        OF_ANOTHER_CLIENT,
        OTHER_AUDIENCE,
        OTHER_TYPE,
        DELEGATED,
        BOUND,
        FOR_NOBODY,
        POD_EXPIRED,
        POD_REVOKED,
        POD_OF_ANOTHER_AUDIENCE,
        GARBAGE
    }

    record ActorCell(ActorKind actor, Entry entry) {

        @Override
        public String toString() {
            return (entry + " by " + actor).toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Who brings a provider's token to log somebody in. */
    enum Bringer {
        /** The provider's entry lists it. */
        TRUSTED(APP),
        UNTRUSTED("mx-third-plain"),
        PUBLIC("mx-spa");

        private final String client;

        Bringer(String client) {
            this.client = client;
        }
    }

    record LoginCell(Kind kind, Bringer bringer, State state) {

        DoorDialect.Login login() {
            return new DoorDialect.Login(
                    bringer.client,
                    kind.provider() + (state == State.PROVIDER_OFF ? "-off" : ""),
                    SUBJECTS.get(kind + " " + state).token());
        }

        @Override
        public String toString() {
            return (kind + ", by " + bringer + ", " + state)
                    .toLowerCase(Locale.ROOT)
                    .replace('_', ' ');
        }
    }

    /** A login is no exchange: what the token may be exchanged for, or who may exchange it, is not asked. */
    private static final String LOGINS = """
            kind ; bringer           ; state                         ; answer
            *    ; untrusted, public ; *                             ; invalid_request
            *    ; *                 ; provider_off                  ; invalid_request
            *    ; *                 ; alive, may_act_another        ; granted
            *    ; *                 ; *                             ; invalid_grant
            """;

    /**
     * A token that was made for the test.
     *
     * @param subject whom it speaks for
     * @param names what the new token must name in its lineage
     * @param end epoch seconds; the new token must not live longer
     * @param death what brings it into its state, if it is alive before
     */
    private record Made(
            String token, String subject, String subjectType, List<String> names, long end, Runnable death) {

        Made with(String another) {
            return new Made(another, subject, subjectType, names, end, death);
        }

        Made dyingOf(Runnable cause) {
            return new Made(token, subject, subjectType, names, end, cause);
        }
    }

    private static final Runnable NOTHING = () -> {};

    /** States that tokens come into which were alive before. */
    private static final Set<State> LATER = EnumSet.of(
            State.REVOKED,
            State.ANCESTOR_REVOKED,
            State.LOGIN_REVOKED,
            State.USER_OFF,
            State.CLIENT_OFF,
            State.PROVIDER_OFF,
            State.ENTRY_OFF);

    private static ExchangeWorld world;
    private static final Map<String, Made> SUBJECTS = new LinkedHashMap<>();
    private static final Map<ActorKind, Made> ACTORS = new LinkedHashMap<>();

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Caller caller : Caller.values()) {
                for (Entry entry : Entry.values()) {
                    for (State state : State.values()) {
                        cells.add(new Cell(kind, caller, entry, state));
                    }
                }
            }
        }
        cells.removeIf(cell -> !cell.isPossible());
        return cells;
    }

    static List<ActorCell> actorCells() {
        return Stream.of(ActorKind.values())
                .flatMap(actor -> Stream.of(Entry.ACTOR, Entry.IMPERSONATION).map(entry -> new ActorCell(actor, entry)))
                .toList();
    }

    /** The states of foreign tokens; convert_token does not say of what type its token is. */
    static List<LoginCell> loginCells() {
        return Stream.of(Kind.values())
                .filter(kind -> !kind.isOwn())
                .flatMap(kind -> Stream.of(Bringer.values())
                        .flatMap(bringer -> STATES.get(kind).stream()
                                .filter(state -> state != State.OTHER_TYPE)
                                .map(state -> new LoginCell(kind, bringer, state))))
                .toList();
    }

    static Stream<Arguments> loginsByDoor() {
        return loginCells().stream()
                .flatMap(cell -> DoorDialect.ALL.stream()
                        .filter(door -> door.canAsk(cell.login()))
                        .map(door -> Arguments.of(cell, door)));
    }

    @BeforeAll
    static void make() {
        world = new ExchangeWorld();
        for (Cell cell : cells()) {
            SUBJECTS.computeIfAbsent(key(cell), key -> subject(cell));
        }
        for (ActorKind kind : ActorKind.values()) {
            ACTORS.put(kind, actor(kind));
        }
        // What is refused later is refused for its state: before, the entry took it.
        cells().stream()
                .filter(cell -> cell.entry() == Entry.PLAIN && LATER.contains(cell.state()))
                .filter(cell -> cell.caller() != Caller.THIRD)
                .forEach(cell -> call(cell).send().granted());
        SUBJECTS.values().forEach(made -> made.death().run());
        ACTORS.values().forEach(made -> made.death().run());
        switchOff();
        world.settle();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static String key(Cell cell) {
        return cell.kind() + " " + cell.state() + (cell.kind().isOwn() ? " " + cell.holder() : "");
    }

    /** What is switched off only after the tokens were made. */
    private static void switchOff() {
        SUBJECTS.entrySet().stream()
                .filter(made -> made.getKey().contains(State.USER_OFF.name()))
                .map(made -> made.getValue().subject())
                .distinct()
                .forEach(user -> world.off("users", user));
        List<String> providers = List.of("login", "jwt", "introspected", "userinfo", "cluster");
        for (String provider : providers) {
            world.off("providers", "mx-" + provider + "-off");
        }
        world.off("clients", GONE);
        world.off("clients", "mx-robot-off");
        for (String holder : ExchangeWorld.holders()) {
            world.off("exchanges", holder + "-mx-origin-off");
        }
    }

    private static Made subject(Cell cell) {
        return cell.kind().isOwn() ? own(cell.kind(), cell.state(), cell.holder()) : foreign(cell.kind(), cell.state());
    }

    private static Made own(Kind kind, State state, String holder) {
        String audience = state == State.OTHER_AUDIENCE ? ELSEWHERE : API;
        boolean derived = kind == Kind.OWN_JWT || state == State.ANCESTOR_REVOKED || state == State.ENTRY_OFF;
        String first = !derived ? audience : state == State.ENTRY_OFF ? ORIGIN_OFF : ORIGIN;
        TokenAnswer login = world.login(
                holder,
                state == State.USER_OFF ? "eve" : "grace",
                first,
                state == State.PROVIDER_OFF ? "mx-login-off" : "mx-login");
        TokenAnswer answer =
                derived ? world.exchanged(holder, login.accessToken(), audience, TYPES + kind.type) : login;
        Made made = own(kind, answer, login, derived);
        JsonNode claims = (kind == Kind.OWN_REFRESH_TOKEN ? login : answer).claims();
        String typ = kind == Kind.OWN_JWT ? "jwt" : "at+jwt";
        return switch (state) {
            // Signed anew too, so that what is refused in other states is refused for what was changed.
            case ALIVE -> kind == Kind.OWN_REFRESH_TOKEN ? made : made.with(world.signed(typ, claims, Map.of()));
            case EXPIRED -> made.with(world.signed(typ, claims, Map.of("exp", Keys.now() - 11)));
            case BOUND -> made.with(world.signed(typ, claims, Map.of("cnf", Map.of("jkt", "a-thumbprint"))));
            case MAY_ACT_ANOTHER ->
                made.with(world.signed(typ, claims, Map.of("may_act", Map.of("sub", "mx-somebody"))));
            case REVOKED ->
                made.dyingOf(() -> world.revoke(holder, made.token()).send());
            case ANCESTOR_REVOKED ->
                made.dyingOf(() -> world.revoke(holder, login.accessToken()).send());
            case LOGIN_REVOKED ->
                made.dyingOf(() -> world.revoke(holder, login.refreshToken()).send());
            default -> made;
        };
    }

    private static Made own(Kind kind, TokenAnswer answer, TokenAnswer login, boolean derived) {
        List<String> names = new ArrayList<>(List.of(login.claims().get("sid").asText()));
        if (kind != Kind.OWN_REFRESH_TOKEN || derived) {
            names.add(login.claims().get("jti").asText());
        }
        if (kind == Kind.OWN_REFRESH_TOKEN) {
            String token = derived ? answer.accessToken() : answer.refreshToken();
            long end = Keys.now() + answer.json().get("expires_in").asLong();
            return new Made(
                    token,
                    login.claims().get("sub").asText(),
                    "user",
                    names.subList(0, 1),
                    derived ? end : Long.MAX_VALUE,
                    NOTHING);
        }
        JsonNode claims = answer.claims();
        names.add(claims.get("jti").asText());
        if (!derived) {
            names = List.of(claims.get("jti").asText(), claims.get("sid").asText());
        }
        return new Made(
                answer.accessToken(),
                claims.get("sub").asText(),
                "user",
                names,
                claims.get("exp").asLong(),
                NOTHING);
    }

    private static Made foreign(Kind kind, State state) {
        String provider = kind.provider() + (state == State.PROVIDER_OFF ? "-off" : "");
        String name = state == State.USER_OFF ? "eve" : "grace";
        JsonObject said = ExchangeWorld.foreignClaims(
                provider, kind == Kind.WORKLOAD ? "system:serviceaccount:shop:" + name : name);
        JsonObject alive = said.copy();
        switch (state) {
            case EXPIRED -> said.put("exp", Keys.now() - 11);
            case OTHER_AUDIENCE -> said.put("aud", "another-application").put("client_id", "another-application");
            case BOUND -> said.put("cnf", new JsonObject().put("jkt", "a-thumbprint"));
            case MAY_ACT_ANOTHER -> said.put("may_act", new JsonObject().put("sub", "somebody"));
            default -> {
                // as it is
            }
        }
        // By another token of the same bearer, so that nothing of this one is known before.
        TokenAnswer login = world.as(APP)
                .grant("convert_token")
                .form("backend", provider)
                .form("token", presented(kind, alive.put("jti", "of the login")))
                .send()
                .granted();
        String token = presented(kind, said);
        return new Made(
                token,
                login.claims().get("sub").asText(),
                kind == Kind.WORKLOAD ? "workload" : "user",
                List.of("provider:" + provider),
                said.getLong("exp"),
                state == State.REVOKED ? () -> world.revokeForeign(lineageId(kind, token, login)) : NOTHING);
    }

    private static String presented(Kind kind, JsonObject said) {
        return kind == Kind.FOREIGN_JWT || kind == Kind.WORKLOAD
                ? Keys.sign(Keys.PROVIDER, said)
                : ExchangeWorld.opaque(said);
    }

    /** The lineage id of the foreign token, which what is made from it tells. */
    private static String lineageId(Kind kind, String token, TokenAnswer login) {
        String id = world.as(APP)
                .grant("convert_token")
                .form("backend", kind.provider())
                .form("token", token)
                .send()
                .granted()
                .claims()
                .get("lin")
                .get(0)
                .asText();
        assertThat(id)
                .startsWith("x")
                .isNotEqualTo(login.claims().get("lin").get(0).asText());
        return id;
    }

    private static Made actor(ActorKind kind) {
        String client = switch (kind) {
            case CLIENT_OFF -> "mx-robot-off";
            case OF_ANOTHER_CLIENT -> "mx-stranger";
            default -> "mx-robot";
        };
        String audience = kind == ActorKind.FOR_NOBODY ? ELSEWHERE : kind == ActorKind.OTHER_AUDIENCE ? API : DESK;
        return switch (kind) {
            case USER, REFRESH_TOKEN -> actor(kind, world.login(APP, "ulla", DESK, "mx-login"));
            case OTHER_AUDIENCE -> actor(kind, world.login(APP, "ulla", API, "mx-login"));
            case POD, POD_EXPIRED, POD_REVOKED, POD_OF_ANOTHER_AUDIENCE -> pod(kind);
            case GARBAGE, MISSING -> new Made("a.b.c", "", "", List.of(), 0, NOTHING);
            default -> {
                TokenAnswer answer = world.as(client)
                        .grant("client_credentials")
                        .form("audience", audience)
                        .form("scope", "read")
                        .send()
                        .granted();
                yield actor(kind, answer);
            }
        };
    }

    private static Made actor(ActorKind kind, TokenAnswer answer) {
        JsonNode claims = answer.claims();
        String token = switch (kind) {
            case REFRESH_TOKEN -> answer.refreshToken();
            case EXPIRED -> world.signed("at+jwt", claims, Map.of("exp", Keys.now() - 11));
            case BOUND -> world.signed("at+jwt", claims, Map.of("cnf", Map.of("jkt", "a-thumbprint")));
            case ROBOT -> world.signed("at+jwt", claims, Map.of());
            case DELEGATED ->
                world.signed("at+jwt", claims, Map.of("act", Map.of("sub", "mx-stranger", "sub_type", "client")));
            default -> answer.accessToken();
        };
        return new Made(
                token,
                claims.get("sub").asText(),
                claims.get("sub_type").asText(),
                List.of(claims.get("jti").asText()),
                claims.get("exp").asLong(),
                kind == ActorKind.REVOKED
                        ? () -> world.revoke("mx-robot", token).send()
                        : NOTHING);
    }

    private static Made pod(ActorKind kind) {
        JsonObject said = ExchangeWorld.foreignClaims("mx-cluster", "system:serviceaccount:shop:robot");
        switch (kind) {
            case POD_EXPIRED -> said.put("exp", Keys.now() - 11);
            case POD_OF_ANOTHER_AUDIENCE -> said.put("aud", "another-application");
            default -> {
                // as it is
            }
        }
        String token = Keys.sign(Keys.PROVIDER, said);
        return new Made(
                token,
                "mx-cluster|system:serviceaccount:shop:robot",
                "workload",
                List.of("provider:mx-cluster"),
                said.getLong("exp"),
                kind == ActorKind.POD_REVOKED
                        ? () -> world.revokeForeign(lineageId(Kind.WORKLOAD, token, world.login(APP, DESK)))
                        : NOTHING);
    }

    private static TokenCall call(Cell cell) {
        Made subject = SUBJECTS.get(key(cell));
        TokenCall call = cell.caller() == Caller.SPA
                ? world.server.token().form("client_id", "mx-spa")
                : world.as(cell.client());
        call.grant(EXCHANGE)
                .form("subject_token", subject.token())
                .form("subject_token_type", TYPES + declared(cell.kind(), cell.state()))
                .form("audience", TARGET);
        if (cell.kind() == Kind.FOREIGN_INTROSPECTED || cell.kind() == Kind.FOREIGN_USERINFO) {
            call.form("subject_issuer", cell.kind().provider() + (cell.state() == State.PROVIDER_OFF ? "-off" : ""));
        }
        if (cell.entry().takesActor()) {
            call.form("actor_token", ACTORS.get(ActorKind.ROBOT).token()).form("actor_token_type", ACCESS_TOKEN);
        }
        return call;
    }

    private static String declared(Kind kind, State state) {
        if (state != State.OTHER_TYPE) {
            return state == State.CALLED_A_JWT ? "jwt" : kind.type;
        }
        return kind == Kind.OWN_ACCESS_TOKEN ? "id_token" : kind.isOwn() ? "access_token" : "refresh_token";
    }

    /** The answer of the first row whose columns fit. */
    private static Row row(String table, String... cell) {
        return rows(table).stream()
                .filter(row -> row.fits(cell))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + List.of(cell)));
    }

    private record Row(List<String> columns) {

        boolean fits(String... cell) {
            for (int i = 0; i < cell.length; i++) {
                List<String> taken = List.of(columns.get(i).split(" *, *"));
                if (!taken.contains("*") && !taken.contains(cell[i].toLowerCase(Locale.ROOT))) {
                    return false;
                }
            }
            return true;
        }

        String last() {
            return columns.get(columns.size() - 1);
        }
    }

    private static List<Row> rows(String table) {
        return table.lines()
                .skip(1)
                .map(line ->
                        new Row(Stream.of(line.split(";")).map(String::strip).toList()))
                .toList();
    }

    private static Row row(Cell cell) {
        return row(
                ANSWERS,
                cell.kind().name(),
                cell.caller().name(),
                cell.entry().name(),
                cell.state().name());
    }

    @Test
    void everyRowOfTheTablesIsUsed() {
        assertThat(cells().stream().map(ExchangeMatrixIT::row)).containsAll(rows(ANSWERS));
        assertThat(actorCells().stream()
                        .map(cell -> row(
                                ACTOR_ANSWERS, cell.actor().name(), cell.entry().name())))
                .containsAll(rows(ACTOR_ANSWERS));
        assertThat(loginCells().stream().map(ExchangeMatrixIT::row)).containsAll(rows(LOGINS));
        assertThat(loginCells()).hasSize(LOGIN_CELLS);
        assertThat(new HashSet<>(cells())).hasSameSizeAs(cells()).hasSize(SIZE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void aSubject(Cell cell) {
        String expected = row(cell).last();
        TokenAnswer answer = call(cell).send();
        if (expected.equals("granted")) {
            granted(cell, answer.granted());
        } else {
            refused(expected, answer);
        }
    }

    private static Row row(LoginCell cell) {
        return row(
                LOGINS, cell.kind().name(), cell.bringer().name(), cell.state().name());
    }

    /** Whatever door it comes by, it is decided alike, and what is granted is the same. */
    @ParameterizedTest(name = "{0}, through {1}")
    @MethodSource("loginsByDoor")
    void aLogin(LoginCell cell, DoorDialect door) {
        TokenAnswer answer = door.call(world, cell.login()).send();

        assertThat(door.outcome(answer)).as(answer.body()).isEqualTo(row(cell).last());
        if (answer.status() == 200) {
            Made made = SUBJECTS.get(cell.kind() + " " + cell.state());
            JsonNode claims = answer.granted().claims();
            assertThat(claims.get("sub").asText()).isEqualTo(made.subject());
            assertThat(claims.get("sub_type").asText()).isEqualTo(made.subjectType());
            assertThat(claims.get("client_id").asText()).isEqualTo(door.client(cell.login()));
            assertThat(claims.get("aud").asText()).isEqualTo(DESK);
            assertThat(claims.get("scope").asText()).isEqualTo("read write");
            assertThat(answer.has("refresh_token")).isTrue();
            named(lineage(claims), made);
        }
    }

    private static void refused(String expected, TokenAnswer answer) {
        boolean code = expected.matches("[a-z_]+");
        answer.refused(400, code ? expected : "invalid_request");
        String description = switch (expected) {
            case "unauthorized_client" -> "The client may not use this grant type.";
            case "invalid_request" -> "The subject or actor token is not accepted.";
            default -> expected;
        };
        assertThat(answer.text("error_description")).isEqualTo(description);
    }

    private static void granted(Cell cell, TokenAnswer answer) {
        Row row = row(GRANTED, cell.entry().name());
        Made subject = SUBJECTS.get(key(cell));
        Made actor = cell.entry().takesActor() ? ACTORS.get(ActorKind.ROBOT) : null;
        JsonNode claims = issued(answer, subject, actor);
        assertThat(claims.get("client_id").asText()).isEqualTo(cell.client());
        assertThat(answer.has("refresh_token")).isEqualTo(row.last().equals("yes"));
        assertThat(claims.has("sid")).isEqualTo(row.last().equals("yes"));
        switch (row.columns().get(1)) {
            case "-" -> assertThat(claims.has("act")).isFalse();
            case "caller" -> acts(claims, cell.client());
            default -> acts(claims, row.columns().get(1));
        }
        assertThat(lineage(claims)).anyMatch(each -> each.matches("exchange:\\w+:" + cell.client() + "-by-.*"));
    }

    private static void acts(JsonNode claims, String client) {
        assertThat(claims.get("act"))
                .isEqualTo(JSON.createObjectNode().put("sub", client).put("sub_type", "client"));
    }

    /** What holds of every token that an exchange gives; its claims. */
    private static JsonNode issued(TokenAnswer answer, Made subject, Made actor) {
        assertThat(answer.text("issued_token_type")).isEqualTo(ACCESS_TOKEN);
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.text("scope")).isEqualTo("read");
        JsonNode claims = answer.claims();
        assertThat(claims.get("sub").asText()).isEqualTo(subject.subject());
        assertThat(claims.get("sub_type").asText()).isEqualTo(subject.subjectType());
        assertThat(claims.get("aud").asText()).isEqualTo(TARGET);
        assertThat(claims.get("scope").asText()).isEqualTo("read");
        assertThat(claims.has("may_act")).isFalse();
        assertThat(claims.get("exp").asLong())
                .isLessThanOrEqualTo(subject.end())
                .isLessThanOrEqualTo(actor == null ? Long.MAX_VALUE : actor.end())
                .isLessThanOrEqualTo(Keys.now() + ExchangeWorld.LIFETIME);
        List<String> lineage = lineage(claims);
        named(lineage, subject);
        if (actor != null) {
            named(lineage, actor);
        }
        return claims;
    }

    /** Parties are named with a time. */
    private static void named(List<String> lineage, Made made) {
        assertThat(lineage.stream().map(each -> each.replaceFirst(":\\w+:", ":")))
                .containsAll(made.names());
        if (made.names().get(0).startsWith("provider:")) {
            assertThat(lineage).anyMatch(each -> each.matches("x[\\w-]{43}"));
        }
    }

    private static List<String> lineage(JsonNode claims) {
        List<String> lineage = new ArrayList<>();
        claims.get("lin").forEach(each -> lineage.add(each.asText()));
        return lineage;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("actorCells")
    void anActor(ActorCell cell) {
        Made subject = SUBJECTS.get(key(new Cell(Kind.OWN_ACCESS_TOKEN, Caller.API, cell.entry(), State.ALIVE)));
        Made actor = ACTORS.get(cell.actor());
        String client = "mx-api-" + cell.entry().name().toLowerCase(Locale.ROOT);
        TokenCall call = world.as(client)
                .grant(EXCHANGE)
                .form("subject_token", subject.token())
                .form("subject_token_type", ACCESS_TOKEN)
                .form("audience", TARGET);
        if (cell.actor() != ActorKind.MISSING) {
            call.form("actor_token", actor.token());
        }
        String type = switch (cell.actor()) {
            case MISSING, UNTYPED -> "";
            case REFRESH_TOKEN -> TYPES + "refresh_token";
            case SAML -> TYPES + "saml2";
            case OTHER_TYPE -> TYPES + "id_token";
            case CALLED_A_JWT, POD, POD_EXPIRED, POD_REVOKED, POD_OF_ANOTHER_AUDIENCE -> TYPES + "jwt";
            default -> ACCESS_TOKEN;
        };
        TokenAnswer answer = call.form("actor_token_type", type).send();
        String expected =
                row(ACTOR_ANSWERS, cell.actor().name(), cell.entry().name()).last();
        if (!expected.equals("granted")) {
            refused(expected, answer);
            return;
        }
        JsonNode claims = issued(answer.granted(), subject, actor);
        if (cell.entry() == Entry.IMPERSONATION) {
            assertThat(claims.has("act")).isFalse();
        } else {
            assertThat(claims.get("act").get("sub").asText()).isEqualTo(actor.subject());
            assertThat(claims.get("act").get("sub_type").asText()).isEqualTo(actor.subjectType());
            assertThat(claims.get("act").has("client_id")).isEqualTo(cell.actor() == ActorKind.USER);
        }
    }

    /** Pinned, so that no cell is left out by mistake. */
    private static final int SIZE = 1_009;

    private static final int LOGIN_CELLS = 93;
}
