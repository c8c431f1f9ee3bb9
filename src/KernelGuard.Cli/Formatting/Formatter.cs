using System.Text;
using KernelGuard.Cli.Testing;
using KernelGuard.Policies;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.Formatting;

/// <summary>Finds out how files have to change. Writes nothing.</summary>
/// <param name="layout">Gives the text of a file as it should be.</param>
internal sealed class Formatter(Func<PolicySource, string> layout)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Finds out how files have to change.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <returns>Each file once, also those that stay as they are.</returns>
    /// <exception cref="CannotRunException">At least one file cannot be formatted; all of them are in the message.</exception>
    public IReadOnlyList<FileChange> Plan(IEnumerable<string> paths)
    {
        var (changes, problems) = (new List<FileChange>(), new List<string>());
        foreach (var target in paths.SelectMany(FormatTargets.Find))
        {
            try
            {
                changes.AddRange(SuiteFinder.IsCaseFile(target) ? FormatCases(target) : FormatPolicies(target));
            }
            catch (CannotRunException e)
            {
                problems.Add(e.Message);
            }
        }

        return problems.Count == 0
            ? [.. changes.DistinctBy(change => FileReplacement.TargetOf(change.Path), StringComparer.Ordinal)]
            : throw new CannotRunException(string.Join("\n\n", problems));
    }

    private IEnumerable<FileChange> FormatCases(string file)
    {
        CaseFileReader.Read(file);
        return [.. PolicyFiles.Read(file, new DiagnosticBag()).Select(source => ChangeOf(source, Format(source)))];
    }

    private IEnumerable<FileChange> FormatPolicies(string path)
    {
        var loaded = PolicyLoader.Load(path);
        var set = loaded.Set ?? throw new CannotRunException(PolicyDiagnosticFormatter.Format(loaded.Diagnostics).TrimEnd());
        var formatted = set.Sources.Select(source => new PolicySource(source.Name, Format(source))).ToList();
        return PolicyLoader.Load(formatted).Set?.Digest == set.Digest
            ? [.. set.Sources.Zip(formatted, (source, after) => ChangeOf(source, after.Text))]
            : throw new CannotRunException($"`{path}` is not formatted: its digest would change");
    }

    private string Format(PolicySource source)
    {
        try
        {
            return layout(source);
        }
        catch (LayoutException e)
        {
            throw new CannotRunException($"`{source.Name}` is not formatted: {e.Message}", e);
        }
    }

    private static FileChange ChangeOf(PolicySource source, string after)
    {
        var change = new FileChange(source.Name, File.ReadAllBytes(source.Name), Utf8.GetBytes(after));
        if (new PolicySource(source.Name, Utf8.GetString(change.Before)).Text != source.Text)
        {
            throw new CannotRunException($"`{source.Name}` is not formatted: somebody else writes it");
        }

        return change.After.Length <= PolicyFiles.MaxFileBytes
            ? change
            : throw new CannotRunException($"`{source.Name}` is not formatted: it would be larger than {PolicyFiles.MaxFileBytes} bytes, which no guard reads");
    }
}
