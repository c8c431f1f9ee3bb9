using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Catalogue;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Reading;
using KernelGuard.Policies.Validation;
using KernelGuard.Tools;

namespace KernelGuard.Policies;

/// <summary>Makes a policy set of documents. Reports everything that is wrong with them at once; never throws for what they hold.</summary>
public static class PolicyLoader
{
    /// <summary>Loads files and folders as one set.</summary>
    /// <param name="paths">
    /// Files, or folders of which the files <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c> directly in them are read, in ordinal order.
    /// A file is at most 1 MiB of UTF-8.
    /// </param>
    public static PolicyLoadResult Load(params IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var bag = new DiagnosticBag();
        PolicySource[] sources = [.. paths.SelectMany(path => PolicyFiles.Read(path, bag))];
        return LoadAny(sources, bag);
    }

    /// <summary>Loads texts as one set.</summary>
    /// <param name="sources">The documents.</param>
    public static PolicyLoadResult Load(IEnumerable<PolicySource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return LoadAny([.. sources], new DiagnosticBag());
    }

    /// <summary>Loads a file or folder for a guard.</summary>
    /// <param name="path">The file or folder; null gives a set without documents.</param>
    /// <param name="hasCode">Whether the guard has rules in code: documents need none then.</param>
    /// <param name="mode">Another mode than the one that the documents give the set, or null.</param>
    internal static PolicyLoadResult Load(string? path, bool hasCode, GuardMode? mode)
    {
        var bag = new DiagnosticBag();
        return Load(path is null ? [] : [.. PolicyFiles.Read(path, bag)], !hasCode, bag, mode);
    }

    /// <summary>Compiles a set once more, with another mode than the one that its documents give it.</summary>
    internal static PolicyLoadResult Load(PolicySet set, GuardMode? mode) => Load([.. set.Sources], needsRules: false, new DiagnosticBag(), mode);

    private static PolicyLoadResult LoadAny(PolicySource[] sources, DiagnosticBag bag)
    {
        if (sources.Length == 0 && !bag.HasErrors)
        {
            bag.Error(DiagnosticCodes.NoPolicyFiles, "policies", "no policy was given");
        }

        return Load(sources, needsRules: true, bag, mode: null);
    }

    private static PolicyLoadResult Load(PolicySource[] sources, bool needsRules, DiagnosticBag bag, GuardMode? mode)
    {
        var documents = sources.Select(source => DocumentReader.Read(source, bag)).ToArray();
        PolicyValidators.Validate(documents, needsRules, bag);
        var set = PolicyCompiler.Compile(documents, bag, mode);
        if (set is not null)
        {
            SilentRules.Check(set.CompiledDocuments, bag);
            ConstantConditions.Check(set.CompiledDocuments, bag);
            FixedWords.Check(set.CompiledDocuments, bag);
            var tools = ToolCatalogue.Create([], closed: false, set.Tools, CallLimits.Default).Catalogue;
            ArgumentCheck.Run(set.CompiledDocuments, tools, bag);
            SimulatedResults.Check(set.CompiledDocuments, tools, bag);
        }

        return new PolicyLoadResult(bag.HasErrors ? null : set, bag.InOrder(sources));
    }
}
