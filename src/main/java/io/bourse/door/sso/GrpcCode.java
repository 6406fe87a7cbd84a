package io.bourse.door.sso;

/** The codes of gRPC that occur, with the HTTP status that grpc-gateway gives each. */
enum GrpcCode {
    OK(0, 200),
    INVALID_ARGUMENT(3, 400),
    NOT_FOUND(5, 404),
    PERMISSION_DENIED(7, 403),
    RESOURCE_EXHAUSTED(8, 429),
    INTERNAL(13, 500),
    UNAVAILABLE(14, 503),
    UNAUTHENTICATED(16, 401);

    private final int number;
    private final int status;

    GrpcCode(int number, int status) {
        this.number = number;
        this.status = status;
    }

    int number() {
        return number;
    }

    int status() {
        return status;
    }

    /** The nearest to a status that HTTP itself gave. */
    static GrpcCode of(int status) {
        for (GrpcCode code : values()) {
            if (code.status == status) {
                return code;
            }
        }
        if (status == 413) {
            return RESOURCE_EXHAUSTED;
        }
        return status < 500 ? INVALID_ARGUMENT : INTERNAL;
    }
}
