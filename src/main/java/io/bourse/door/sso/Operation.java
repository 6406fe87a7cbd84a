package io.bourse.door.sso;

import io.bourse.service.Deed;

/**
 * What can be asked for: by whose keys, and when a deed is kept of it. Of what fails one is kept as {@link Deeds#failed} says,
 * whatever is asked for.
 */
enum Operation {
    USER_LIST("UserList", Who.EITHER, Kept.FAILURES),
    USER_CREATE("UserCreate", Who.EITHER, Kept.ALL),
    USER_READ("UserRead", Who.EITHER, Kept.FAILURES),
    USER_UPDATE("UserUpdate", Who.EITHER, Kept.ALL),
    USER_DELETE("UserDelete", Who.EITHER, Kept.ALL),
    KEY_LIST("KeyList", Who.EITHER, Kept.FAILURES),
    KEY_CREATE("KeyCreate", Who.EITHER, Kept.ALL),
    KEY_READ("KeyRead", Who.EITHER, Kept.FAILURES),
    KEY_UPDATE("KeyUpdate", Who.EITHER, Kept.ALL),
    KEY_DELETE("KeyDelete", Who.EITHER, Kept.ALL),
    SERVICE_LIST("ServiceList", Who.ROOT, Kept.FAILURES),
    SERVICE_CREATE("ServiceCreate", Who.ROOT, Kept.ALL),
    SERVICE_READ("ServiceRead", Who.EITHER, Kept.FAILURES),
    SERVICE_UPDATE("ServiceUpdate", Who.EITHER, Kept.ALL),
    SERVICE_DELETE("ServiceDelete", Who.EITHER, Kept.ALL),
    AUDIT_LIST("AuditList", Who.EITHER, Kept.FAILURES),
    AUDIT_CREATE("AuditCreate", Who.EITHER, Kept.FAILURES),
    AUDIT_READ("AuditRead", Who.EITHER, Kept.FAILURES),
    AUDIT_UPDATE("AuditUpdate", Who.EITHER, Kept.FAILURES),
    LOCAL_LOGIN("AuthLocalLogin", Who.SERVICE, Kept.ALL),
    TOKEN_VERIFY("AuthTokenVerify", Who.SERVICE, Kept.FAILURES),
    TOKEN_REFRESH("AuthTokenRefresh", Who.SERVICE, Kept.FAILURES),
    TOKEN_EXCHANGE("AuthTokenExchange", Who.SERVICE, Kept.FAILURES),
    TOKEN_REVOKE("AuthTokenRevoke", Who.SERVICE, Kept.ALL),
    KEY_VERIFY("AuthKeyVerify", Who.SERVICE, Kept.FAILURES),
    KEY_REVOKE("AuthKeyRevoke", Who.SERVICE, Kept.ALL);

    /** Whose keys open it. */
    enum Who {
        ROOT,
        SERVICE,
        EITHER
    }

    private enum Kept {
        ALL,
        FAILURES
    }

    private final String name;
    private final Who who;
    private final Kept kept;

    Operation(String name, Who who, Kept kept) {
        this.name = name;
        this.who = who;
        this.kept = kept;
    }

    /** As deeds are called. */
    String type() {
        return Deed.OURS + name;
    }

    boolean isForRoot() {
        return who != Who.SERVICE;
    }

    boolean isForServices() {
        return who != Who.ROOT;
    }

    /** Whether the pipeline decides it, which writes its own line in the audit. */
    boolean isDecision() {
        return switch (this) {
            case LOCAL_LOGIN, TOKEN_REFRESH, TOKEN_EXCHANGE -> true;
            default -> false;
        };
    }

    boolean isAlwaysKept() {
        return kept == Kept.ALL;
    }
}
