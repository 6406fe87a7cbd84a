package io.bourse.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.grant.Explanation;
import io.bourse.grant.Explanation.Line;
import io.bourse.grant.Explanation.Refused;
import io.bourse.grant.Trace.Step;
import io.bourse.http.Answer;
import io.bourse.oauth.OAuthError;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationJsonTest {

    @Test
    void isPrintableAsciiAndLosesNothing() throws Exception {
        String said = "Łukasz \u001b[2J\n\u009b\u202e\u2028";
        Explanation explanation = new Explanation(
                List.of(new Line(Step.PROOF, false, said)),
                new Refused(Step.PROOF, OAuthError.INVALID_GRANT, "refused", said, null));

        String json = Answer.json(200, generator -> ExplanationJson.write(generator, explanation))
                .body()
                .toString();

        assertThat(json).matches("[ -~]+");
        assertThat(new ObjectMapper().readTree(json).get("detail").asText()).isEqualTo(said);
        assertThat(new ObjectMapper().readTree(json).at("/steps/0/seen").asText())
                .isEqualTo(said);
    }
}
