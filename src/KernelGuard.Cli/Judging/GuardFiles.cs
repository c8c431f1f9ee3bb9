using KernelGuard.Evidence;
using KernelGuard.Policies;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Judging;

/// <summary>Opens the files that a guard is made of. What is wrong with them is a <see cref="CannotRunException"/>.</summary>
internal static class GuardFiles
{
    /// <summary>Creates a guard.</summary>
    public static ToolCallGuard CreateGuard(string policyPath, Action<GuardOptions> configure)
    {
        try
        {
            return ToolCallGuard.Create(policyPath, configure);
        }
        catch (Exception e) when (e is PolicyLoadException or ArgumentException or LedgerUnavailableException)
        {
            throw new CannotRunException(MessageOf(e).TrimEnd(), e);
        }
    }

    /// <summary>Loads policies without a guard around them.</summary>
    public static PolicySet LoadPolicies(string policyPath)
    {
        var loaded = PolicyLoader.Load(policyPath);
        return loaded.Set ?? throw new CannotRunException($"the policies cannot be used\n{PolicyDiagnosticFormatter.Format(loaded.Diagnostics).TrimEnd()}");
    }

    /// <summary>Reads a file of tools; null of null.</summary>
    public static IReadOnlyList<ToolDescriptor>? ReadTools(string? path)
    {
        if (path is null)
        {
            return null;
        }

        var file = ToolFileReader.Read(ReadFile(path));
        return file.Errors.Length == 0
            ? file.Tools
            : throw new CannotRunException(string.Join('\n', file.Errors.Select(e => $"{path}:{e.Line}:{e.Column}: {e.Message}")));
    }

    /// <summary>Reads a whole file.</summary>
    public static byte[] ReadFile(string path) => Open(path, File.ReadAllBytes);

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    public static Stream OpenInput(string path, Terminal terminal) => path == "-" ? terminal.Input : Open(path, File.OpenRead);

    /// <summary>A folder for a ledger of its own: the decisions of equal input have equal ids, which one ledger cannot hold twice.</summary>
    public static string? NewLedgerFolder(string? path) => path is null || !Directory.Exists(path) || !Directory.EnumerateFiles(path, "segment-*").Any()
        ? path
        : throw new CannotRunException($"`{path}` already holds a ledger: name a new folder");

    private static string MessageOf(Exception e) => e is ArgumentException { ParamName: { } name }
        ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : e.Message;

    private static T Open<T>(string path, Func<string, T> open)
    {
        try
        {
            return open(path);
        }
        catch (FileNotFoundException e)
        {
            throw new CannotRunException($"cannot read `{path}`: there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"cannot read `{path}`: {e.Message}", e);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new CannotRunException($"cannot read `{path}`: that is no name of a file", e);
        }
    }
}
