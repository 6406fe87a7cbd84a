package io.bourse.door.drf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.db.StoreException;
import io.bourse.fakes.InMemoryUserStore;
import io.bourse.fakes.TestEntries;
import io.bourse.oauth.Subject;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ConvertTokenEndpointTest {

    private static final User ADA = TestEntries.user("ada", "ada@example.com");

    @Test
    void aTokenThatIsIssuedIsAnsweredAlsoWhenItsUserCannotBeRead() {
        UserStore down = (UserStore) Proxy.newProxyInstance(
                UserStore.class.getClassLoader(),
                new Class<?>[] {UserStore.class},
                (proxy, method, arguments) -> Future.failedFuture(new StoreException("down")));

        assertThat(ConvertTokenEndpoint.user(down, ADA.subject()).await()).isEmpty();
    }

    @Test
    void whoeverItSpeaksForIsToldIfItIsAUser() {
        UserStore users = new InMemoryUserStore().put(ADA);

        assertThat(ConvertTokenEndpoint.user(users, ADA.subject()).await()).contains(ADA);
        assertThat(ConvertTokenEndpoint.user(users, Subject.workload("p", ADA.id()))
                        .await())
                .isEmpty();
    }
}
