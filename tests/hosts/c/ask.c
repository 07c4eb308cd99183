// Asks the default model one question, through the twin and Wasmtime's C API: ask QWEN_SYNC_WASM PROMPT
// The key and the base URL are taken from QWEN_API_KEY and QWEN_BASE_URL.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasmtime.h>

// Ends the program with an error of Wasmtime's, if there is one.
static void check(wasmtime_error_t *error) {
  if (error == NULL) return;
  wasm_name_t message;
  wasmtime_error_message(error, &message);
  fprintf(stderr, "%.*s\n", (int)message.size, message.data);
  exit(1);
}

static wasm_byte_vec_t contents(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) { perror(path); exit(1); }
  fseek(file, 0, SEEK_END);
  wasm_byte_vec_t bytes;
  wasm_byte_vec_new_uninitialized(&bytes, (size_t)ftell(file));
  rewind(file);
  if (fread(bytes.data, 1, bytes.size, file) != bytes.size) { perror(path); exit(1); }
  fclose(file);
  return bytes;
}

// A function of an exported interface.
static wasmtime_component_func_t function(const wasmtime_component_instance_t *instance, wasmtime_context_t *context,
                                          const char *interface, const char *name) {
  wasmtime_component_export_index_t *outer =
      wasmtime_component_instance_get_export_index(instance, context, NULL, interface, strlen(interface));
  wasmtime_component_export_index_t *inner =
      outer ? wasmtime_component_instance_get_export_index(instance, context, outer, name, strlen(name)) : NULL;
  wasmtime_component_func_t found;
  if (inner == NULL || !wasmtime_component_instance_get_func(instance, context, inner, &found)) {
    fprintf(stderr, "the component has no %s in %s\n", name, interface);
    exit(1);
  }
  wasmtime_component_export_index_delete(inner);
  wasmtime_component_export_index_delete(outer);
  return found;
}

// The text in a field of a record.
static wasm_name_t field(const wasmtime_component_val_t *record, const char *name) {
  for (size_t i = 0; i < record->of.record.size; i++) {
    const wasmtime_component_valrecord_entry_t *entry = &record->of.record.data[i];
    if (entry->name.size == strlen(name) && memcmp(entry->name.data, name, entry->name.size) == 0)
      return entry->val.of.string;
  }
  return (wasm_name_t){0, NULL};
}

int main(int argc, char **argv) {
  if (argc != 3) { fprintf(stderr, "usage: ask QWEN_SYNC_WASM PROMPT\n"); return 2; }

  // Once a process: an engine, the compiled component, and what the component may import.
  wasm_engine_t *engine = wasm_engine_new();
  wasm_byte_vec_t bytes = contents(argv[1]);
  wasmtime_component_t *component;
  check(wasmtime_component_new(engine, (const uint8_t *)bytes.data, bytes.size, &component));
  wasm_byte_vec_delete(&bytes);
  wasmtime_component_linker_t *linker = wasmtime_component_linker_new(engine);
  check(wasmtime_component_linker_add_wasip2(linker));
  check(wasmtime_component_linker_add_wasi_http(linker));

  // Once a call: a store with the component's whole environment, and an instance in it.
  wasmtime_store_t *store = wasmtime_store_new(engine, NULL, NULL);
  wasmtime_context_t *context = wasmtime_store_context(store);
  const char *names[] = {"QWEN_API_KEY", "QWEN_BASE_URL"}, *values[] = {getenv(names[0]), getenv(names[1])};
  wasi_config_t *wasi = wasi_config_new();
  if (values[0] != NULL) wasi_config_set_env(wasi, values[1] == NULL ? 1 : 2, names, values);
  check(wasmtime_context_set_wasi(context, wasi));
  wasmtime_context_set_wasi_http(context);
  wasmtime_component_instance_t instance;
  check(wasmtime_component_linker_instantiate(linker, context, component, &instance));

  wasmtime_component_func_t ask = function(&instance, context, "qwen:provider/chat-sync@0.1.0", "ask");
  wasmtime_component_val_t prompt = {.kind = WASMTIME_COMPONENT_STRING}, answer;
  wasm_name_new(&prompt.of.string, strlen(argv[2]), argv[2]);
  check(wasmtime_component_func_call(&ask, context, &prompt, 1, &answer, 1));

  // A `result`: the words, or the error record, of which `message` is one field.
  bool is_ok = answer.of.result.is_ok;
  wasm_name_t text = is_ok ? answer.of.result.val->of.string : field(answer.of.result.val, "message");
  fprintf(is_ok ? stdout : stderr, "%.*s\n", (int)text.size, text.data);

  wasmtime_component_val_delete(&answer);
  wasmtime_component_val_delete(&prompt);
  wasmtime_store_delete(store);
  wasmtime_component_linker_delete(linker);
  wasmtime_component_delete(component);
  wasm_engine_delete(engine);
  return is_ok ? 0 : 1;
}
