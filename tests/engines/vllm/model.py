# Copyright The otelcol-genai Authors
# SPDX-License-Identifier: Apache-2.0
"""Builds a Llama of 0.2 million random weights, its tokenizer and its chat template.

Usage: model.py FOLDER
"""

import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

VOCABULARY = 512
UNKNOWN, BEGIN, END = "<unk>", "<s>", "</s>"

# The tokenizer learns its merges from these lines, so that prompts of the
# client need a plausible number of tokens.
CORPUS = [
    "The capital of France is Paris, and the capital of Italy is Rome.",
    "A collector receives telemetry, processes it and exports it to a backend.",
    "Write a short answer. Count from one to ten: one, two, three, four, five.",
    "You are a helpful assistant. The user asks a question and you answer it.",
    "system user assistant message tool question answer token model prompt",
]

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant: {% endif %}"
)


def tokenizer():
    t = Tokenizer(models.BPE(unk_token=UNKNOWN))
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(
        CORPUS,
        trainers.BpeTrainer(
            vocab_size=VOCABULARY,
            special_tokens=[UNKNOWN, BEGIN, END],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=t,
        unk_token=UNKNOWN,
        bos_token=BEGIN,
        eos_token=END,
        pad_token=END,
        chat_template=CHAT_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )


def model(t):
    torch.manual_seed(0)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCABULARY,
            hidden_size=128,
            intermediate_size=256,
            num_hidden_layers=2,
            # 64 elements per head: the attention kernels for CPU have no smaller size.
            num_attention_heads=2,
            num_key_value_heads=1,
            max_position_embeddings=512,
            bos_token_id=t.bos_token_id,
            eos_token_id=t.eos_token_id,
            pad_token_id=t.pad_token_id,
        )
    )


def main(folder):
    t = tokenizer()
    t.save_pretrained(folder)
    model(t).to(torch.bfloat16).save_pretrained(folder)


if __name__ == "__main__":
    main(sys.argv[1])
