package io.bourse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Project;
import io.bourse.contract.ExchangeStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.bourse.oauth.ClientId;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgExchangeStoreIT extends ExchangeStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected ExchangeStore holding(Exchange... exchanges) {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
        rows.put(TestEntries.client("a", true));
        rows.put(TestEntries.client("b", true));
        for (Exchange exchange : exchanges) {
            rows.put(exchange);
        }
        return new PgExchangeStore(postgres.pool());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'null'",
                "'{}'",
                "entry || '{\"targets\": null}'",
                "entry || '{\"targets\": []}'",
                "entry || '{\"scopes\": null}'",
                "entry - 'mode'",
                "entry - 'subject'",
                "entry #- '{subject,client}'",
                "jsonb_set(entry, '{subject,provider}', '\"idp\"')",
                "jsonb_set(entry, '{subject,audience}', 'null')",
                "entry #- '{subject,audience}'",
                "entry #- '{subject,types}'",
                "jsonb_set(entry, '{subject,types}', '[null]')",
                "entry - 'no_actor_token'",
                "entry - 'issues'",
                "entry || '{\"mode\": \"IMPERSONATION\"}'"
            })
    void aBrokenRowAllowsNothingAndTheOthersLive(String entry) {
        Exchange good = TestEntries.exchange("good", true, "a", "b");
        ExchangeStore store = holding(TestEntries.exchange("bad", true, "a", "b"), good);
        postgres.database().execute("UPDATE exchange SET entry = " + entry + " WHERE id = 'bad'");

        assertThat(store.of(new ClientId("a")).await()).containsExactly(good);
    }
}
