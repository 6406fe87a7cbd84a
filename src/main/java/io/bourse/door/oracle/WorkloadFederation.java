package io.bourse.door.oracle;

import io.bourse.http.Answer;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import java.util.HashMap;
import java.util.Map;

/**
 * Workload identity federation as Oracle's SDKs call it: a token exchange whose types have short names, and whose answer is
 * the session token alone.
 */
final class WorkloadFederation {

    private static final String SUBJECT_TYPE = "subject_token_type";

    /** The only name that the SDKs use; those of SPNEGO, SAML and AWS are none of ours. */
    private static final String JWT = "jwt";

    private WorkloadFederation() {}

    /** The parameters in the standard's words. */
    static Map<String, String> parameters(Map<String, String> sent) {
        if (!JWT.equals(sent.get(SUBJECT_TYPE))) {
            return sent;
        }
        Map<String, String> standard = new HashMap<>(sent);
        standard.put(SUBJECT_TYPE, TokenType.JWT.uri());
        return standard;
    }

    static boolean isAnswer(TokenResponse response) {
        return response.issuedTokenType() == TokenType.SESSION_TOKEN;
    }

    static Answer answer(TokenResponse response) {
        return Answer.json(200, json -> json.writeStringField("token", response.accessToken()));
    }
}
