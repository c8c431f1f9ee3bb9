using KernelGuard.Cli.Judging;
using KernelGuard.Policies;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Checking;

/// <summary>Checks policies, and tools against them.</summary>
internal static class PolicyCheck
{
    private static readonly string[] UnreadableCodes = [DiagnosticCodes.FileNotFound, DiagnosticCodes.FileUnreadable];

    /// <summary>Checks files.</summary>
    /// <param name="paths">Policy files and folders, which make one set.</param>
    /// <param name="toolFile">A file of tools, or null.</param>
    public static CheckReport Run(IReadOnlyList<string> paths, string? toolFile)
    {
        var tools = toolFile is null ? null : ToolFileReader.Read(GuardFiles.ReadFile(toolFile));
        var loaded = PolicyLoader.Load(paths);
        var findings = loaded.Diagnostics.Select(Finding.Of).ToList();
        findings.AddRange(tools?.Errors.Select(error => Finding.Of(error, toolFile!)) ?? []);
        CheckedTool[] known = [];
        if (loaded.Set is { } set)
        {
            var names = tools?.Tools.Select(tool => tool.Name) ?? set.Tools.Where(tool => !tool.IsSubstitute).Select(tool => tool.Name);
            known = [.. names.Select(name => CheckedTool.Of(name, set))];
            findings.AddRange(tools is null ? [] : CheckTools(set, tools.Tools, known, toolFile!).Except(findings));
        }

        return new CheckReport(loaded.Set, findings, loaded.Diagnostics.Any(d => UnreadableCodes.Contains(d.Code))) { Tools = known };
    }

    private static IEnumerable<Finding> CheckTools(PolicySet set, IReadOnlyList<ToolDescriptor> tools, CheckedTool[] known, string file) =>
        set.FindToolErrors(tools).Select(message => Finding.OfTools(message, file))
            .Concat(PolicySet.FindSchemaDoubts(tools).Select(message => Finding.OfSchema(message, file)))
            .Concat(set.CheckTools(tools).Select(Finding.Of))
            .Concat(known.Where(tool => !tool.IsPermitted).Select(tool => Finding.Ungoverned(tool.Name, tool.Rules.Count == 0 ? "concerns" : "permits", file)))
            .Concat(CheckRoles(set, [.. tools.Select(tool => set.NameOf(tool.Name))], file));

    private static IEnumerable<Finding> CheckRoles(PolicySet set, IReadOnlyCollection<string> tools, string file)
    {
        var roles = set.Roles;
        return roles
            .SelectMany(role => role.FindUnmatched(tools).Select(pattern => Finding.UnmatchedPattern(role.Id, pattern, file)))
            .Concat(tools.Where(tool => roles.Count > 0 && !roles.Any(role => role.Covers(tool))).Select(tool => Finding.OfNoRole(tool, file)));
    }
}
