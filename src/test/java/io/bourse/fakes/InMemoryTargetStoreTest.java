package io.bourse.fakes;

import io.bourse.contract.TargetStoreContract;
import io.bourse.policy.Target;
import io.bourse.policy.TargetStore;

class InMemoryTargetStoreTest extends TargetStoreContract {

    @Override
    protected TargetStore holding(Target... targets) {
        InMemoryTargetStore store = new InMemoryTargetStore();
        for (Target target : targets) {
            store.put(target);
        }
        return store;
    }
}
