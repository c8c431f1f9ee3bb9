using System.Security;
using System.Text;

namespace KernelGuard.Policies.Reading;

/// <summary>Finds and reads policy files. Whatever cannot be read is a finding.</summary>
internal static class PolicyFiles
{
    public const int MaxFileBytes = 1_048_576;

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file, or all policy files directly in a folder, in ordinal order of their names.</summary>
    public static IReadOnlyList<PolicySource> Read(string path, DiagnosticBag bag)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                return ReadFile(path, bag) is { } source ? [source] : [];
            }

            var files = Find(path);
            if (files.Count == 0)
            {
                bag.Error(
                    DiagnosticCodes.NoPolicyFiles,
                    path,
                    "the folder holds no policy files",
                    "policies are files with the extension .yaml, .yml or .json");
            }

            return [.. files.Select(file => ReadFile(file, bag)).OfType<PolicySource>()];
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            bag.Error(DiagnosticCodes.FileUnreadable, path, $"cannot read the folder: {Reason(exception)}");
            return [];
        }
    }

    /// <summary>The policy files directly in a folder, in ordinal order of their names; the path itself where it is no folder.</summary>
    public static IReadOnlyList<string> Find(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Where(IsPolicyFile).Order(StringComparer.Ordinal)] : [path];

    /// <summary>Opens a file so that whoever writes policies can replace or delete it meanwhile.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Whether an exception says that a file or folder cannot be read.</summary>
    public static bool IsFileError(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException;

    private static bool IsPolicyFile(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static PolicySource? ReadFile(string path, DiagnosticBag bag)
    {
        try
        {
            using var stream = Open(path);
            var bytes = new byte[MaxFileBytes + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count <= MaxFileBytes)
            {
                return new PolicySource(path, StrictUtf8.GetString(bytes, 0, count));
            }

            bag.Error(
                DiagnosticCodes.FileTooLarge, path, $"the file is larger than {MaxFileBytes} bytes", "split it into several documents");
        }
        catch (DecoderFallbackException)
        {
            bag.Error(DiagnosticCodes.NotUtf8, path, "the file is not UTF-8", "save it with the encoding UTF-8");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            bag.Error(DiagnosticCodes.FileNotFound, path, "no such file or folder");
        }
        catch (Exception exception) when (IsFileError(exception))
        {
            bag.Error(DiagnosticCodes.FileUnreadable, path, $"cannot read the file: {Reason(exception)}");
        }

        return null;
    }

    private static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException or SecurityException => "access is denied",
        PathTooLongException => "the path is too long",
        ArgumentException or NotSupportedException => "the path is not valid",
        _ => "the device reports an error",
    };
}
