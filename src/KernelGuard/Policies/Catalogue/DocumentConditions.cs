using KernelGuard.Cel;
using KernelGuard.Cel.Ranges;
using KernelGuard.Policies.Compilation;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Reasons about the conditions of one document, with what its <c>vars</c> stand for. Not thread-safe.</summary>
internal sealed class DocumentConditions
{
    private readonly CompiledDocument _document;
    private readonly CelDefinitions _definitions;
    private readonly Lazy<Dictionary<string, object?>> _constants;
    private readonly Lazy<HashSet<string>> _ownVariables;

    public DocumentConditions(CompiledDocument document)
    {
        _document = document;
        _constants = new(() => ConstantsOf(document));
        _ownVariables = new(() => OwnVariablesOf(document));
        _definitions = new CelDefinitions(Activation, document.Scope.DefinitionOf);
    }

    /// <summary>What is known of a call whose tool is not known.</summary>
    public static CelAssumptions AnyCall { get; } = CelAssumptions.Of(ArgumentRanges.OfAnyTool);

    /// <summary>The values that a condition cannot have, in words; null where it can be true as well as false.</summary>
    public static string? FindImpossible(CelAssumptions known, CelPremise condition) =>
        known.Assume(condition, true).AreImpossible ? "can never be true"
        : known.Assume(condition, false).AreImpossible ? "is never false (only true or an error)"
        : null;

    /// <summary>An expression of the document, to reason about it.</summary>
    public CelPremise Premise(CelProgram program) => new(program, _definitions);

    /// <summary>Whether an expression of the document reads what other documents have under the same name: counters.</summary>
    public bool ReadsOwnState(CelProgram program) => program.ReferencedPaths.Any(path => IsOwn(path, _ownVariables.Value));

    /// <summary>The value of an expression of the document that reads nothing.</summary>
    public CelValue Evaluate(CelProgram program) => program.Evaluate(Activation());

    private CelVariables Activation() => Activation(_document, _constants.Value);

    private static CelVariables Activation(CompiledDocument document, Dictionary<string, object?> constants)
    {
        var activation = new CelVariables(document.Environment);
        return constants.Count == 0 ? activation : activation.Set("vars", CelValue.FromObject(constants));
    }

    private static HashSet<string> OwnVariablesOf(CompiledDocument document)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, program) in document.Scope.Names.Zip(document.Scope.Programs))
        {
            if (program.ReferencedPaths.Any(path => IsOwn(path, own)))
            {
                own.Add(name);
            }
        }

        return own;
    }

    // A field of a variable is known by the variable's name, which stands for something else in another document.
    private static bool IsOwn(string path, HashSet<string> variables) => path.Split('.') switch
    {
        ["counters", ..] => true,
        ["vars", var name] => variables.Contains(name),
        ["vars", ..] => true,
        _ => false,
    };

    private static Dictionary<string, object?> ConstantsOf(CompiledDocument document)
    {
        var constants = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, program) in document.Scope.Names.Zip(document.Scope.Programs))
        {
            if (program.ReferencedPaths.All(path => path.Split('.') is ["vars", var other] && constants.ContainsKey(other)))
            {
                constants.Add(name, program.Evaluate(Activation(document, constants)));
            }
        }

        return constants;
    }
}
