using System.Runtime.InteropServices;
using System.Text;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies;

/// <summary>Tells whether this process can change its own policies: whoever talks it into writing a file could then change what it may do.</summary>
internal static class WritablePolicies
{
    private const int ForWriting = 2;

    /// <summary>The first of folder and files that can be written; null where none can, or nobody can tell.</summary>
    /// <remarks>Asks for access without using it: no file is made, opened for writing on Unix, or changed.</remarks>
    public static string? Find(string path)
    {
        try
        {
            var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path));
            return PolicyFiles.Find(path).Prepend(folder).OfType<string>().FirstOrDefault(OperatingSystem.IsWindows() ? CanOpen : CanAccess);
        }
        catch (Exception exception) when (PolicyFiles.IsFileError(exception) || exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static bool CanAccess(string path) => Access([.. Encoding.UTF8.GetBytes(path), 0], ForWriting) == 0;

    // Opening a file that is there, without truncating it, changes nothing. Of a folder Windows gives no answer without trying.
    private static bool CanOpen(string path)
    {
        if (Directory.Exists(path))
        {
            return false;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception exception) when (PolicyFiles.IsFileError(exception))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(byte[] path, int mode);
}
