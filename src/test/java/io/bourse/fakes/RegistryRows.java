package io.bourse.fakes;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.client.StoredClient;
import io.bourse.db.JsonColumn;
import io.bourse.policy.Exchange;
import io.bourse.policy.StoredExchange;
import io.bourse.policy.StoredTarget;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.principal.StoredPrincipal;
import io.bourse.provider.Provider;
import io.bourse.provider.StoredProvider;
import io.bourse.user.LoginName;
import io.bourse.user.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** Puts registry entries into a test's database, past everything under test. */
public record RegistryRows(TestDatabase database) {

    public void put(Project project) {
        execute(
                "INSERT INTO project (id, entry) VALUES (?, ?::jsonb)"
                        + " ON CONFLICT (id) DO UPDATE SET entry = excluded.entry",
                project.id(),
                JsonColumn.write(Map.of("enabled", project.enabled())));
    }

    public void put(Client client) {
        execute(
                "INSERT INTO client (id, project, entry) VALUES (?, ?, ?::jsonb)",
                client.id().value(),
                client.project(),
                JsonColumn.write(StoredClient.of(client)));
    }

    public void put(Provider provider) {
        execute(
                "INSERT INTO provider (id, project, entry) VALUES (?, ?, ?::jsonb)",
                provider.id(),
                provider.project(),
                JsonColumn.write(StoredProvider.of(provider)));
    }

    public void put(Exchange exchange) {
        execute(
                "INSERT INTO exchange (id, client, entry) VALUES (?, ?, ?::jsonb)",
                exchange.id(),
                exchange.client().value(),
                JsonColumn.write(StoredExchange.of(exchange)));
    }

    public void put(Target target) {
        execute(
                "INSERT INTO target (id, entry) VALUES (?, ?::jsonb)",
                target.id(),
                JsonColumn.write(StoredTarget.of(target)));
    }

    public void put(Principal principal) {
        execute(
                "INSERT INTO principal (id, client, entry) VALUES (?, ?, ?::jsonb)",
                principal.id(),
                principal.client().value(),
                JsonColumn.write(StoredPrincipal.of(principal)));
    }

    public void put(User user) {
        execute(
                "INSERT INTO app_user (id, project, username, username_key, email, email_key, password_hash, enabled,"
                        + " name, locale, timezone, password_allow_reset, password_require_update)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                UUID.fromString(user.id()),
                user.project(),
                user.username(),
                key(user.username()),
                user.email(),
                key(user.email()),
                user.passwordHash(),
                user.enabled(),
                user.profile().name(),
                user.profile().locale(),
                user.profile().timezone(),
                user.profile().passwordAllowReset(),
                user.profile().passwordRequireUpdate());
    }

    private static String key(String name) {
        return name == null ? null : LoginName.of(name).value();
    }

    private void execute(String sql, Object... parameters) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
