package io.bourse.door.medplum;

import io.bourse.door.medplum.OperationOutcome.Issue;
import io.bourse.http.Answer;
import io.bourse.http.ErrorShape;
import io.bourse.http.Problem;
import java.util.List;

/** Errors as Medplum has them before it looks at a grant, and for whoever is logged in: an OperationOutcome. */
final class MedplumErrors implements ErrorShape {

    @Override
    public Answer answer(Problem problem) {
        return new OperationOutcome(problem.decisionId(), List.of(issue(problem))).answer(problem.status());
    }

    private static Issue issue(Problem problem) {
        return switch (problem.status()) {
            case 401 -> Issue.error("login", "Unauthorized");
            case 403 -> Issue.error("forbidden", "Forbidden");
            case 404 -> Issue.error("not-found", "Not found");
            case 405 -> Issue.error("not-supported", "Method not allowed");
            case 413 -> Issue.error("too-long", "File too large");
            case 415 -> Issue.error("not-supported", "Unsupported content type");
            case 429 -> Issue.error("throttled", "Too Many Requests");
            case 500 -> Issue.error("exception", "Internal server error");
            case 503 -> Issue.error("transient", problem.description());
            default -> Issue.error("invalid", problem.description());
        };
    }
}
