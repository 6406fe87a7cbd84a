package io.bourse.fakes;

import io.bourse.contract.SigningKeyStoreContract;
import io.bourse.keys.SigningKeyStore;
import java.time.Duration;

class InMemorySigningKeyStoreTest extends SigningKeyStoreContract {

    private final FixedClock clock = new FixedClock();
    private final SigningKeyStore store = new InMemorySigningKeyStore(clock);

    @Override
    protected SigningKeyStore store() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
