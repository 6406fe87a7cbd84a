package io.bourse.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

    @Test
    void aWorkloadsIdTellsWhoVouchesForIt() {
        String id = Subject.workload("k8s", "system:serviceaccount:shop:a|b").id();

        assertThat(Subject.providerOfWorkload(id)).contains("k8s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "k8s", "k8s|", "|name", "k8s/name"})
    void whatIsNoIdOfAWorkloadHasNoProvider(String id) {
        assertThat(Subject.providerOfWorkload(id)).isEmpty();
    }
}
