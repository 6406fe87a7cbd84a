package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Client;
import io.bourse.client.ClientStore;
import io.bourse.fakes.TestEntries;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import org.junit.jupiter.api.Test;

/** What every {@link ClientStore} does. */
public abstract class ClientStoreContract {

    /** A store that holds these clients, of the enabled project {@link TestEntries#PROJECT}. */
    protected abstract ClientStore holding(Client... clients);

    @Test
    void findsAClientWithAllThatItsEntrySays() {
        Client client = TestEntries.client("a", true, GrantType.PASSWORD, GrantType.TOKEN_EXCHANGE);

        assertThat(holding(client).find(new ClientId("a")).await()).contains(client);
    }

    @Test
    void findsADisabledClient() {
        Client client = TestEntries.client("a", false);

        assertThat(holding(client).find(new ClientId("a")).await()).contains(client);
    }

    @Test
    void findsNobodyByAnotherId() {
        ClientStore store = holding(TestEntries.client("a", true));

        assertThat(store.find(new ClientId("A")).await()).isEmpty();
        assertThat(store.find(new ClientId("' OR 1=1 --")).await()).isEmpty();
    }

    @Test
    void tellsTheGrantsOfEnabledClients() {
        ClientStore store = holding(
                TestEntries.client("a", true, GrantType.PASSWORD, GrantType.REFRESH_TOKEN),
                TestEntries.client("b", true, GrantType.REFRESH_TOKEN),
                TestEntries.client("c", false, GrantType.CONVERT_TOKEN));

        assertThat(store.grantsInUse().await()).containsExactlyInAnyOrder(GrantType.PASSWORD, GrantType.REFRESH_TOKEN);
    }

    @Test
    void tellsNoGrantsIfThereIsNoClient() {
        assertThat(holding().grantsInUse().await()).isEmpty();
    }
}
