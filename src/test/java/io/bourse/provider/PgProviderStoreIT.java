package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Project;
import io.bourse.contract.ProviderStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.UserInfo;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgProviderStoreIT extends ProviderStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected ProviderStore holding(Provider... providers) {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
        for (Provider provider : providers) {
            rows.put(provider);
        }
        return new PgProviderStore(postgres.pool());
    }

    @Test
    void aDisabledProjectDisablesItsProviders() {
        ProviderStore store = holding(TestEntries.provider("p", TestEntries.introspection()));
        new RegistryRows(postgres.database()).put(new Project(TestEntries.PROJECT, false));

        assertThat(store.find("p").await()).map(Provider::enabled).contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jwks\": {}}",
                "{\"introspection\": null}",
                "{\"provisioning\": \"ANY\"}",
                "{\"subject\": {\"kind\": \"CLIENT\", \"claim\": \"sub\"}}",
                "{\"conditions\": [{\"claim\": \"hd\"}]}",
                "{\"conditions\": [null]}",
                "{\"limits\": {\"timeout\": \"soon\"}}"
            })
    void aBrokenRowCountsAsAbsent(String members) {
        ProviderStore store = holding(TestEntries.provider("p", TestEntries.introspection()));
        postgres.database().execute("UPDATE provider SET entry = entry || '" + members + "'");

        assertThat(store.find("p").await()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "7"})
    void aRowThatIsNoEntryCountsAsAbsent(String entry) {
        ProviderStore store = holding(TestEntries.provider("p", TestEntries.introspection()));
        postgres.database().execute("UPDATE provider SET entry = '" + entry + "'");

        assertThat(store.find("p").await()).isEmpty();
    }

    /** Each of them, lost from an entry, would make it accept more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{subject}",
                "{subject,kind}",
                "{subject,claim}",
                "{conditions}",
                "{conditions,0,claim}",
                "{conditions,0,values}",
                "{single_use}",
                "{jwks,issuer}",
                "{jwks,jwks_uri}",
                "{jwks,algorithms}",
                "{jwks,types}",
                "{jwks,audiences}",
                "{jwks,max_age}"
            })
    void whatIsLostFromARowAllowsNothing(String path) {
        Set<String> some = Set.of("x");
        ProviderStore store = holding(ProviderBuilder.provider(
                        "p",
                        new Jwks(
                                "https://id.example",
                                "https://id.example/k",
                                null,
                                some,
                                some,
                                some,
                                Duration.ofHours(1)))
                .require(Condition.exactly("hd", "example.com"))
                .build());
        assertThat(store.find("p").await()).isPresent();

        postgres.database().execute("UPDATE provider SET entry = entry #- '" + path + "'");

        assertThat(store.find("p").await()).isEmpty();
        assertThat(store.findByIssuer(TestEntries.PROJECT, "https://id.example").await())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{introspection,audiences}", "{introspection,client_secret}", "{introspection,method}"})
    void whatIsLostFromAnIntrospectionAllowsNothing(String path) {
        ProviderStore store = holding(TestEntries.provider("p", TestEntries.introspection()));

        postgres.database().execute("UPDATE provider SET entry = entry #- '" + path + "'");

        assertThat(store.find("p").await()).isEmpty();
    }

    @Test
    void aLostAudienceProofDoesNotBecomeNone() {
        ProviderStore store =
                holding(TestEntries.provider("p", new UserInfo("https://id.example/u", TestEntries.introspection())));
        postgres.database().execute("UPDATE provider SET entry = entry #- '{userinfo,audience_proof}'");

        assertThat(store.find("p").await()).isEmpty();
    }
}
