package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Project;
import io.bourse.contract.ProviderStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.bourse.provider.Provider.UserInfo;
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
                "null",
                "{}",
                "{\"jwks\": {}}",
                "{\"jwks\": {\"issuer\": \"i\"}}",
                "{\"jwks\": {\"issuer\": null, \"jwks_uri\": \"u\"}}",
                "{\"userinfo\": {\"userinfo_uri\": null}, \"jwks\": {\"issuer\": \"i\", \"jwks_uri\": \"u\"}}",
                "{\"introspection\": {\"introspection_uri\": \"u\", \"client_id\": \"c\", \"client_secret\": null}}",
                "{\"provisioning\": \"LINK\"}"
            })
    void aBrokenRowCountsAsAbsent(String entry) {
        ProviderStore store = holding(TestEntries.provider("p", TestEntries.introspection()));
        postgres.database().execute("UPDATE provider SET entry = '" + entry + "'");

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
