package io.bourse.service;

import io.bourse.config.Settings;
import java.time.Duration;

/**
 * Where services and their users are.
 *
 * @param project the one that they all belong to
 * @param auditRetention for how long what their keys did is kept
 */
public record ServiceConfig(String project, Duration auditRetention) {

    private static final Duration TWELVE_WEEKS = Duration.ofDays(84);

    public static ServiceConfig from(Settings settings) {
        String project = settings.string("BOURSE_SSO_PROJECT", "sso");
        if (!project.matches("[A-Za-z0-9][A-Za-z0-9._~:/@+-]{0,199}")) {
            settings.problem("BOURSE_SSO_PROJECT", "must be the id of a project, such as sso");
        }
        return new ServiceConfig(
                project,
                settings.duration(
                        "BOURSE_SSO_AUDIT_RETENTION", TWELVE_WEEKS, Duration.ofHours(1), Duration.ofDays(3_650)));
    }
}
