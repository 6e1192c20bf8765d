// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Runs one scenario with Spring AI, which has its own observations. */
@SpringBootConfiguration
@EnableAutoConfiguration
class SpringAi {
    private static final String SYSTEM = "You are a terse assistant.";
    private static final String QUESTION = "What is the capital of France?";

    private final ChatClient client;
    private final EmbeddingModel embeddings;
    private final ObservationRegistry observations;

    SpringAi(ChatClient.Builder builder, EmbeddingModel embeddings, ObservationRegistry observations) {
        ChatMemory memory = MessageWindowChatMemory.builder().build();
        this.client = builder.defaultSystem(SYSTEM).defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
        this.embeddings = embeddings;
        this.observations = observations;
    }

    public static void main(String[] args) {
        String otlp = System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT");
        SpringApplication application = new SpringApplication(SpringAi.class);
        application.setDefaultProperties(Map.ofEntries(
            Map.entry("spring.main.web-application-type", "none"),
            Map.entry("spring.main.banner-mode", "off"),
            Map.entry("spring.ai.openai.base-url", System.getenv("OPENAI_BASE_URL").replaceAll("/v1$", "")),
            Map.entry("spring.ai.openai.api-key", System.getenv("OPENAI_API_KEY")),
            Map.entry("spring.ai.openai.chat.options.model", "gpt-4o-mini"),
            Map.entry("spring.ai.openai.embedding.options.model", "text-embedding-3-small"),
            Map.entry("spring.ai.retry.max-attempts", "1"),
            Map.entry("spring.ai.chat.observations.log-prompt", "true"),
            Map.entry("spring.ai.chat.observations.log-completion", "true"),
            Map.entry("spring.ai.chat.client.observations.log-prompt", "true"),
            Map.entry("spring.ai.chat.client.observations.log-completion", "true"),
            Map.entry("spring.ai.tools.observations.include-content", "true"),
            Map.entry("spring.ai.vectorstore.observations.log-query-response", "true"),
            Map.entry("management.tracing.sampling.probability", "1.0"),
            Map.entry("management.otlp.tracing.endpoint", otlp + "/v1/traces"),
            Map.entry("management.otlp.metrics.export.url", otlp + "/v1/metrics"),
            Map.entry("management.metrics.enable.all", "false"),
            Map.entry("management.metrics.enable.gen_ai", "true"),
            Map.entry("management.metrics.enable.spring.ai", "true"),
            Map.entry("management.metrics.enable.db.vector", "true")));
        try (var context = application.run()) {
            context.getBean(SpringAi.class).run(args[0]);
        }
    }

    private void run(String scenario) {
        Map<String, Runnable> scenarios = Map.of(
            "chat", this::chat, "chat_stream", this::chatStream, "tools", this::tools,
            "embeddings", this::embed, "retrieval", this::retrieval, "error_404", this::error404);
        Observation.createNotStarted("answer question", observations).observe(scenarios.get(scenario));
    }

    private ChatClient.ChatClientRequestSpec ask(String question) {
        Consumer<ChatClient.AdvisorSpec> conversation = a -> a.param(ChatMemory.CONVERSATION_ID, "session-1");
        return client.prompt().user(question).advisors(conversation);
    }

    private void chat() {
        ask(QUESTION).options(OpenAiChatOptions.builder().temperature(0.2).topP(0.9).maxTokens(64).stop(List.of("END"))
            .frequencyPenalty(0.1).presencePenalty(0.1).build()).call().content();
    }

    private void chatStream() {
        ask(QUESTION).options(OpenAiChatOptions.builder().streamUsage(true).build()).stream().content().blockLast();
    }

    private void tools() {
        ToolCallback weather = FunctionToolCallback
            .builder("get_weather", (City city) -> Map.of("city", city.city(), "temperature", 18))
            .description("Current weather of a city.").inputType(City.class).build();
        ask("What is the weather in Paris and in Rome?").toolCallbacks(weather).call().content();
    }

    private void embed() {
        embeddings.embed(List.of(QUESTION, SYSTEM));
    }

    private void retrieval() {
        var store = SimpleVectorStore.builder(embeddings).observationRegistry(observations).build();
        store.add(List.of(new Document("Paris is the capital of France."), new Document("Rome is the capital of Italy.")));
        ask(QUESTION).advisors(QuestionAnswerAdvisor.builder(store).build()).call().content();
    }

    private void error404() {
        try {
            ask(QUESTION).options(OpenAiChatOptions.builder().model("no-such-model").build()).call().content();
        } catch (RuntimeException expected) {
            return;
        }
        throw new IllegalStateException("the model answered");
    }

    record City(String city) {}
}
