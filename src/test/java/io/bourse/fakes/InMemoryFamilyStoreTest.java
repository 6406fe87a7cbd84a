package io.bourse.fakes;

import io.bourse.contract.FamilyStoreContract;
import io.bourse.token.FamilyStore;
import java.time.Duration;
import java.time.InstantSource;

class InMemoryFamilyStoreTest extends FamilyStoreContract {

    @Override
    protected FamilyStore store(Duration replayWindow) {
        return new InMemoryFamilyStore(InstantSource.system(), replayWindow, changes::add);
    }
}
