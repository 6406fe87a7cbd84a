package io.bourse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.contract.TargetStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.oauth.Scopes;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgTargetStoreIT extends TargetStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected TargetStore holding(Target... targets) {
        RegistryRows rows = new RegistryRows(postgres.database());
        for (Target target : targets) {
            rows.put(target);
        }
        return new PgTargetStore(postgres.pool());
    }

    /** To be absent would be to know every scope. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'null'",
                "'[]'",
                "'{}'",
                "entry - 'enabled'",
                "entry || '{\"enabled\": \"yes\"}'",
                "entry - 'scopes'",
                "entry || '{\"scopes\": null}'",
                "entry || '{\"scopes\": [\"not a scope\"]}'",
                "entry || '{\"resources\": 5}'"
            })
    void aBrokenRowAllowsNothing(String entry) {
        TargetStore store = holding(new Target("bad", true, List.of("https://bad.example"), Scopes.of("read")));
        postgres.database().execute("UPDATE target SET entry = " + entry + " WHERE id = 'bad'");

        Target target = store.all().await().named("bad");
        assertThat(!target.enabled() || Scopes.NONE.equals(target.scopes())).isTrue();
    }
}
