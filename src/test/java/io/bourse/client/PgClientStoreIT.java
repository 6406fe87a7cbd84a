package io.bourse.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.contract.ClientStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgClientStoreIT extends ClientStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected ClientStore holding(Client... clients) {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
        for (Client client : clients) {
            rows.put(client);
        }
        return new PgClientStore(postgres.pool());
    }

    @Test
    void aDisabledProjectDisablesItsClients() {
        ClientStore store = holding(TestEntries.client("a", true, GrantType.PASSWORD));
        new RegistryRows(postgres.database()).put(new Project(TestEntries.PROJECT, false));

        assertThat(store.find(new ClientId("a")).await()).map(Client::enabled).contains(false);
        assertThat(store.grantsInUse().await()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "\"\"", "{\"enabled\": \"\"}", "{\"authentication\": null}"})
    void aProjectThatIsBrokenCountsAsDisabled(String entry) {
        ClientStore store = holding(TestEntries.client("a", true, GrantType.PASSWORD));
        postgres.database().execute("UPDATE project SET entry = '" + entry + "'");

        assertThat(store.find(new ClientId("a")).await()).map(Client::enabled).contains(false);
        assertThat(store.grantsInUse().await()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "\"\"",
                "{\"authentication\": \"\"}",
                "{\"authentication\": \"MAGIC\"}",
                "{\"authentication\": \"SECRET\", \"secrets\": [null]}",
                "{\"authentication\": \"SECRET\", \"scopes\": [\"a b\"]}",
                "{\"authentication\": \"SECRET\", \"grants\": {\"a\": 1}}",
                "{\"authentication\": \"SECRET\", \"access_token_lifetime\": \"\"}",
                "{\"authentication\": \"PROVIDER_JWT\"}",
                "{\"authentication\": \"PROVIDER_JWT\", \"identity\": null}",
                "{\"authentication\": \"PROVIDER_JWT\", \"identity\": {}}",
                "{\"authentication\": \"PROVIDER_JWT\", \"identity\": {\"provider\": \"idp\"}}",
                "{\"authentication\": \"PROVIDER_JWT\", \"identity\": {\"subject\": \"ada\"}}",
                "{\"authentication\": \"PROVIDER_JWT\", \"identity\": {\"provider\": \"idp\", \"subject\": \"\"}}",
                "{\"authentication\": \"PROVIDER_JWT\", \"identity\": {\"provider\": null, \"subject\": \"ada\"}}",
                "{\"authentication\": \"SECRET\", \"identity\": {\"provider\": \"idp\", \"subject\": null}}"
            })
    void aBrokenRowCountsAsAbsentAndTheOthersLive(String entry) {
        ClientStore store = holding(
                TestEntries.client("a", true, GrantType.PASSWORD),
                TestEntries.client("b", true, GrantType.REFRESH_TOKEN));
        postgres.database().execute("UPDATE client SET entry = '" + entry + "' WHERE id = 'a'");

        assertThat(store.find(new ClientId("a")).await()).isEmpty();
        assertThat(store.find(new ClientId("b")).await()).isPresent();
        assertThat(store.grantsInUse().await()).containsExactly(GrantType.REFRESH_TOKEN);
    }

    @Test
    void whatIsMissingFromARowAllowsNothing() {
        ClientStore store = holding(TestEntries.client("a", true, GrantType.PASSWORD));
        postgres.database().execute("UPDATE client SET entry = '{\"authentication\": \"SECRET\", \"grants\": null}'");

        Client client = store.find(new ClientId("a")).await().orElseThrow();

        assertThat(client.enabled()).isFalse();
        assertThat(client.grants()).isEmpty();
        assertThat(client.secrets()).isEmpty();
        assertThat(client.scopes().isEmpty()).isTrue();
    }

    @Test
    void membersOfALaterVersionAreIgnored() {
        Client client = TestEntries.client("a", true, GrantType.PASSWORD);
        ClientStore store = holding(client);
        postgres.database().execute("UPDATE client SET entry = entry || '{\"colour\": {\"deep\": [1]}}'");

        assertThat(store.find(new ClientId("a")).await()).contains(client);
    }
}
