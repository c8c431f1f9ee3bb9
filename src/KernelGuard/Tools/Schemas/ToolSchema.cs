using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <summary>A compiled JSON Schema of a tool's arguments. Immutable and safe to share.</summary>
internal sealed class ToolSchema
{
    private ToolSchema(SchemaNode root) => Root = root;

    /// <summary>The schema of the arguments object.</summary>
    public SchemaNode Root { get; }

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The JSON Schema.</param>
    /// <param name="compiled">The schema; null where it says nothing of arguments (<c>{}</c>, <c>true</c>, annotations), or cannot be used.</param>
    /// <returns>Why it cannot be used; empty where it can.</returns>
    public static IReadOnlyList<SchemaProblem> Compile(JsonElement schema, out ToolSchema? compiled) => Compile(schema, out compiled, doubts: null);

    /// <summary>Compiles a schema, and says what of it has no effect.</summary>
    /// <param name="schema">The JSON Schema.</param>
    /// <param name="compiled">The schema, or null.</param>
    /// <param name="doubts">Receives what has no effect, though it was probably meant to have one; null where nobody asks.</param>
    /// <returns>Why it cannot be used; empty where it can.</returns>
    public static IReadOnlyList<SchemaProblem> Compile(JsonElement schema, out ToolSchema? compiled, List<SchemaProblem>? doubts)
    {
        compiled = null;
        var errors = SchemaCompiler.Compile(schema, out var root, doubts);
        if (errors.Count > 0)
        {
            return errors;
        }

        if ((root.EffectiveTypes & JsonTypes.Object) == 0)
        {
            return [new SchemaProblem("#", "arguments are an object, and this schema takes none")];
        }

        compiled = SaysSomething(root) ? new ToolSchema(root) : null;
        return [];
    }

    /// <summary>Normalises frozen arguments.</summary>
    /// <param name="arguments">The arguments as they came.</param>
    /// <param name="run">The run; receives the problem and what was left out.</param>
    /// <param name="normalised">The arguments as the tool gets them.</param>
    public bool TryNormalize(FrozenObject arguments, SchemaRun run, out FrozenObject normalised)
    {
        var fits = run.TryNormalize(Root, arguments, SchemaPlace.Arguments, out var result);
        normalised = fits ? (FrozenObject)result! : arguments;
        return fits;
    }

    private static bool SaysSomething(SchemaNode root) =>
        root.Types != JsonTypes.Any
        || !root.IsPlain
        || root.Not is not null
        || root.Properties.Count > 0
        || root.Patterns.Length > 0
        || root.IsMap
        || root.DependentRequired.Count > 0
        || root.MemberCount != SchemaRange.Open
        || root.AllowsAdditional is not null
        || root.UnevaluatedMembers is not null
        || root.Values is not null;
}
