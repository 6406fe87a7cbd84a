package io.bourse.admin;

import java.util.List;

/** A call that the admin API refuses, told in full: whoever has the key may know. Holds no secret. */
public final class AdminFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final transient List<String> problems;

    private AdminFailure(int status, String error, String description, List<String> problems) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
        this.problems = List.copyOf(problems);
    }

    /** 400: the call cannot be understood. */
    public static AdminFailure badRequest(String description) {
        return new AdminFailure(400, "invalid_request", description, List.of());
    }

    /** 404: the address is good, and what it names is not there. */
    public static AdminFailure notFound(String description) {
        return new AdminFailure(404, "not_found", description, List.of());
    }

    /** 409: it cannot be done as things are. */
    public static AdminFailure conflict(String description, List<String> problems) {
        return new AdminFailure(409, "conflict", description, problems);
    }

    /** 412: the entry is not as the caller says that it must be. */
    public static AdminFailure preconditionFailed(String description) {
        return new AdminFailure(412, "precondition_failed", description, List.of());
    }

    /** 428: the caller must say how the entry must be (RFC 6585 section 3). */
    public static AdminFailure preconditionRequired(String description) {
        return new AdminFailure(428, "precondition_required", description, List.of());
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String description() {
        return String.valueOf(getMessage());
    }

    List<String> problems() {
        return problems;
    }
}
