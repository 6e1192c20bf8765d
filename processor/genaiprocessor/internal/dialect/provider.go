// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// providers maps the spellings met in the wild to the values of
// gen_ai.provider.name. Keys are lower case.
var providers = map[string]string{
	"openai": "openai",

	"azure": "azure.ai.inference", "az.ai.inference": "azure.ai.inference", "azure_ai": "azure.ai.inference",
	"az.ai.openai": "azure.ai.openai", "azure_openai": "azure.ai.openai", "azure-openai": "azure.ai.openai",
	"azureopenai": "azure.ai.openai", "azure openai": "azure.ai.openai",
	// The Vercel AI SDK's provider for Azure is that of OpenAI's models there.
	"azure.chat": "azure.ai.openai", "azure.responses": "azure.ai.openai", "azure.completion": "azure.ai.openai", "azure.embeddings": "azure.ai.openai",

	"aws": "aws.bedrock", "bedrock": "aws.bedrock", "amazon_bedrock": "aws.bedrock", "amazon-bedrock": "aws.bedrock",
	"aws_bedrock": "aws.bedrock", "bedrock_converse": "aws.bedrock", "bedrock-converse": "aws.bedrock", "awsbedrock": "aws.bedrock",

	"google": "gcp.gen_ai", "vertexai": "gcp.vertex_ai", "vertex_ai": "gcp.vertex_ai", "google_vertexai": "gcp.vertex_ai",
	"gemini": "gcp.gemini", "google_genai": "gcp.gemini", "google_ai_studio": "gcp.gemini", "google.generative-ai": "gcp.gemini",
	"google-vertex": "gcp.vertex_ai", "google.vertex": "gcp.vertex_ai", "google_anthropic_vertex": "gcp.vertex_ai", "vertex.anthropic": "gcp.vertex_ai",
	"google.ai.studio": "gcp.gemini", "google-gla": "gcp.gemini", "googleai": "gcp.gemini",

	"anthropic": "anthropic", "claude": "anthropic", "cohere": "cohere", "deepseek": "deepseek", "groq": "groq",
	"perplexity": "perplexity", "mistral": "mistral_ai", "mistralai": "mistral_ai", "xai": "x_ai", "x-ai": "x_ai", "cohere_chat": "cohere", "ibm": "ibm.watsonx.ai",
	"watsonx": "ibm.watsonx.ai", "ibm.watson.ai": "ibm.watsonx.ai", "moonshot": "moonshot_ai", "moonshotai": "moonshot_ai",

	"vllm": "vllm", "sglang": "sglang", "ollama": "ollama", "replicate": "replicate", "openrouter": "openrouter",
	"together": "together_ai", "together_ai": "together_ai", "togetherai": "together_ai",
	"fireworks": "fireworks", "fireworks_ai": "fireworks", "huggingface": "hugging_face", "hugging_face": "hugging_face", "hugging-face": "hugging_face",
	"alephalpha": "aleph_alpha", "aleph_alpha": "aleph_alpha", "tensorrt_llm": "tensorrt_llm", "tgi": "tgi",
}

// init adds the spellings with capitals that are written most, so that they need
// not be lowered span by span.
func init() {
	for _, name := range []string{
		"OpenAI", "Anthropic", "AWS", "Azure", "Google", "VertexAI", "Cohere", "MistralAI", "Groq", "Ollama", "Watsonx", "Replicate", "TogetherAI", "HuggingFace",
	} {
		providers[name] = providers[strings.ToLower(name)]
	}
}

// frameworks are names that instrumentations write where the provider belongs.
// A framework calls a provider, it is none.
var frameworks = map[string]bool{
	"langchain": true, "langgraph": true, "llama_index": true, "llamaindex": true, "crewai": true, "haystack": true,
	"litellm": true, "agno": true, "strands-agents": true, "strands_agents": true, "pydantic_ai": true, "mem0": true,
	"letta": true, "ag2": true, "dspy": true, "autogen": true, "guardrails": true, "embedchain": true,
	"openai_agents": true, "smolagents": true, "phidata": true, "controlflow": true, "dynamiq": true, "julep": true,
	"multion": true, "premai": true, "crawl4ai": true, "firecrawl": true, "chroma": true, "pinecone": true,
	"semantic_kernel": true, "langfuse": true, "mlflow": true, "openai-agents": true, "google_adk": true, "llama-index": true,
	"gcp.vertex.agent": true, "qdrant": true, "milvus": true, "astradb": true, "browser-use": true, "browser_use": true, "mcp": true,
	"agent_framework": true, "claude_agent_sdk": true,
	"spring_ai": true, "microsoft.agent_framework": true,
}

// vercelSuffixes follow the provider in names such as "openai.chat".
var vercelSuffixes = [...]string{".chat", ".messages", ".responses", ".generative-ai", ".embed", ".embedding", ".completion"}

// Provider folds a provider's spelling to its value in the conventions. It
// returns "" for a name that is none: empty, or a framework's. An unknown name
// is kept in lower case, as the conventions allow custom values.
func Provider(name string) string {
	if known, ok := providers[name]; ok {
		return known
	}
	if rewrite.Unset(name) {
		return ""
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if known, ok := providers[name]; ok {
		return known
	}
	if frameworks[name] {
		return ""
	}
	if base, ok := vercelBase(name); ok {
		return Provider(base)
	}
	return strings.ReplaceAll(name, " ", "_")
}

// vercelProvider returns the provider of a name such as "openai.chat", if it is known.
func vercelProvider(name string) (known string, ok bool) {
	base, _ := vercelBase(name)
	known, ok = providers[base]
	return known, ok
}

func vercelBase(name string) (base string, ok bool) {
	for _, suffix := range vercelSuffixes {
		if base, ok = strings.CutSuffix(name, suffix); ok && base != "" {
			return base, true
		}
	}
	return "", false
}

func provider(v pcommon.Value) (rewrite.Out, bool) {
	if v.Type() != pcommon.ValueTypeStr {
		return rewrite.Out{}, false
	}
	name := Provider(v.Str())
	return rewrite.Str(name), name != ""
}

// modelPrefixes are starts of the names of models that a single provider serves
// under them.
var modelPrefixes = []struct{ prefix, provider string }{
	{"gpt-", "openai"},
	{"chatgpt-", "openai"},
	{"o1-", "openai"},
	{"o3-", "openai"},
	{"o4-", "openai"},
	{"text-embedding-3-", "openai"},
	{"text-embedding-ada-", "openai"},
	{"claude-", "anthropic"},
}

// bedrockVendors stand, behind an optional region, before the names of models on
// Amazon Bedrock: "us.anthropic.claude-haiku-4-5-20251001-v1:0".
var bedrockVendors = map[string]bool{
	"ai21": true, "amazon": true, "anthropic": true, "cohere": true, "deepseek": true, "meta": true, "mistral": true, "openai": true, "qwen": true, "stability": true,
}

// bedrockRegions are those of its inference profiles.
var bedrockRegions = map[string]bool{"us": true, "eu": true, "apac": true, "global": true, "jp": true, "au": true, "ca": true, "us-gov": true}

// providerOfModel returns the provider that the form of a model's name shows, ""
// for most.
func providerOfModel(model string) string {
	if head, rest, ok := strings.Cut(model, "."); ok {
		if bedrockRegions[head] {
			head, rest, ok = strings.Cut(rest, ".")
		}
		if ok && bedrockVendors[head] && rest != "" {
			return "aws.bedrock"
		}
	}
	if strings.HasPrefix(model, "gpt-oss") || strings.ContainsAny(model, "/@:") {
		return "" // open weights, and what stands behind a gateway or on Vertex AI
	}
	for _, m := range modelPrefixes {
		if strings.HasPrefix(model, m.prefix) {
			return m.provider
		}
	}
	return ""
}

var genAISystem = rewrite.K("gen_ai.system")

// putProviderOfFramework is putProvider where the name of a framework stands as the
// provider's.
func putProviderOfFramework(r *rewrite.Record) {
	if !r.Has(providerName) && frameworks[strings.ToLower(r.Str(genAISystem))] {
		putProvider(r)
	}
}

// vendorOf returns the provider that stands before the name of a model, as LiteLLM
// writes it; "" if none does.
func vendorOf(model string) string {
	vendor, _, ok := strings.Cut(model, "/")
	if !ok {
		return ""
	}
	return providers[vendor]
}

// correctProvider replaces a framework that stands as the provider of a call,
// where the name of the model tells who it is: LiteLLM puts it before the name.
func correctProvider(r *rewrite.Record) {
	if !frameworks[r.Str(providerName)] {
		return
	}
	switch r.Str(operationName) {
	case opChat, opTextCompletion, opEmbeddings, "generate_content":
	default:
		return
	}
	known := ""
	if r.Str(providerName) == "litellm" {
		known = vendorOf(r.Str(requestModel))
	}
	for _, k := range [...]rewrite.Key{requestModel, responseModel} {
		if known == "" {
			known = providerOfModel(r.Str(k))
		}
	}
	if known != "" {
		r.Replace(providerName, rewrite.Str(known))
	}
}

// putProvider names the provider of a call by its model, for the frameworks and
// platforms that write their own name, or none.
func putProvider(r *rewrite.Record) {
	if r.Has(providerName) || r.HasSpan && r.Span.Kind() == ptrace.SpanKindServer {
		return
	}
	switch r.Str(operationName) {
	case opChat, opTextCompletion, opEmbeddings, "generate_content":
	default:
		return
	}
	for _, k := range [...]rewrite.Key{requestModel, responseModel} {
		if known := providerOfModel(r.Str(k)); known != "" {
			r.Put(providerName, rewrite.Str(known))
			return
		}
	}
}
