package io.bourse.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * How {@link ExchangeMatrixIT} asks a door for a login by a provider's token, and what the door's answer means in the words
 * of the standards. A door that can put such a request joins {@link #ALL}, and every cell of the matrix runs through it: so
 * that a reader sees that it decides nothing, and only says what was decided.
 */
interface DoorDialect {

    /** Every door that can be asked for it; the standards' own first. */
    List<DoorDialect> ALL = List.of(new Standard(), new Drf(), new Medplum(), new Oracle(), new Xoxoday());

    /**
     * A provider's token, brought by a client of the matrix.
     *
     * @param backend the provider's entry
     */
    record Login(String client, String backend, String token) {}

    /** Whether the door can put a request for this login at all. */
    default boolean canAsk(Login login) {
        return true;
    }

    /** The client that the door takes for this one of the matrix, to whom the token is then issued. */
    default String client(Login login) {
        return login.client();
    }

    /** The door's request for this login, with what proves the client, if anything has to. */
    TokenCall call(ExchangeWorld world, Login login);

    /** {@code granted}, or the error code that the standards have for what the door said. */
    String outcome(TokenAnswer answer);

    /** {@code POST /oauth2/token}. */
    final class Standard implements DoorDialect {

        @Override
        public TokenCall call(ExchangeWorld world, Login login) {
            return world.identified(world.server.token(), login.client())
                    .grant("convert_token")
                    .form("backend", login.backend())
                    .form("token", login.token());
        }

        @Override
        public String outcome(TokenAnswer answer) {
            return answer.status() == 200 ? "granted" : answer.text("error");
        }

        @Override
        public String toString() {
            return "oauth";
        }
    }

    /** {@code POST /auth/convert-token}. */
    final class Drf implements DoorDialect {

        @Override
        public TokenCall call(ExchangeWorld world, Login login) {
            return world.identified(world.server.call("/auth/convert-token").as(BodyType.JSON), login.client())
                    .form("grant_type", "convert_token")
                    .form("backend", login.backend())
                    .form("token", login.token());
        }

        @Override
        public String outcome(TokenAnswer answer) {
            JsonNode said = answer.json();
            if (answer.status() == 200) {
                return "granted";
            }
            if (said.has("detail")) {
                return "invalid_client";
            }
            boolean refusedByProvider =
                    said.path("error_description").asText().equals("Backend responded with HTTP401.");
            return refusedByProvider || answer.text("error").equals("access_denied")
                    ? "invalid_grant"
                    : answer.text("error");
        }

        @Override
        public String toString() {
            return "drf";
        }
    }

    /**
     * {@code POST /auth/exchange}, which names no provider: the client's entry does. So each provider has a client of its
     * own, and a client whose entry names none has none to ask.
     */
    final class Medplum implements DoorDialect {

        private static final String NOT_VERIFIED = "Failed to verify code - check your identity provider configuration";

        /** An entry cannot name a provider that knows workloads and no users. */
        @Override
        public boolean canAsk(Login login) {
            return !login.backend().startsWith("mx-cluster");
        }

        @Override
        public String client(Login login) {
            return login.client().equals(ExchangeWorld.APP) ? ExchangeWorld.loginsBy(login.backend()) : login.client();
        }

        @Override
        public TokenCall call(ExchangeWorld world, Login login) {
            String client = client(login);
            TokenCall call = world.server.call("/auth/exchange").as(BodyType.JSON);
            return world.authenticated(call, client)
                    .form("clientId", client)
                    .form("externalAccessToken", login.token())
                    .form("scope", "read write");
        }

        @Override
        public String outcome(TokenAnswer answer) {
            if (answer.status() == 200) {
                return "granted";
            }
            boolean unknownUser =
                    answer.json().at("/issue/0/details/text").asText().equals("User not found");
            return unknownUser || answer.text("error_description").equals(NOT_VERIFIED)
                    ? "invalid_grant"
                    : answer.text("error");
        }

        @Override
        public String toString() {
            return "medplum";
        }
    }

    /** {@code POST /oauth2/v1/token} with the client's credentials, as any grant but that of signed requests goes there. */
    final class Oracle implements DoorDialect {

        @Override
        public TokenCall call(ExchangeWorld world, Login login) {
            return world.identified(world.server.call("/oauth2/v1/token"), login.client())
                    .grant("convert_token")
                    .form("backend", login.backend())
                    .form("token", login.token());
        }

        @Override
        public String outcome(TokenAnswer answer) {
            return answer.status() == 200 ? "granted" : answer.text("error");
        }

        @Override
        public String toString() {
            return "oracle";
        }
    }

    /** {@code POST /v1/oauth/token/user}, which takes whatever grant the client's entry lists. */
    final class Xoxoday implements DoorDialect {

        @Override
        public TokenCall call(ExchangeWorld world, Login login) {
            return world.identified(world.server.call("/v1/oauth/token/user").as(BodyType.JSON), login.client())
                    .form("grant_type", "convert_token")
                    .form("backend", login.backend())
                    .form("token", login.token());
        }

        @Override
        public String outcome(TokenAnswer answer) {
            if (answer.status() == 200) {
                return "granted";
            }
            return answer.text("error").equals("invalid_token") ? "invalid_grant" : answer.text("error");
        }

        @Override
        public String toString() {
            return "xoxoday";
        }
    }
}
