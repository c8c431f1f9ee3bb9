namespace KernelGuard.Cli.Formatting;

/// <summary>Replaces files as a whole: whoever reads one meanwhile, such as a guard, sees what it held before or what it holds now.</summary>
internal static class FileReplacement
{
    /// <summary>The file itself where a path leads to a link: the link stays one.</summary>
    public static string TargetOf(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    /// <summary>Replaces a file. Its mode stays.</summary>
    /// <exception cref="CannotRunException">The file stays as it is: it is read-only, its folder is, or it is no longer what it was.</exception>
    public static void Write(FileChange change)
    {
        try
        {
            Write(TargetOf(change.Path), change);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"cannot write `{change.Path}`: {e.Message}", e);
        }
    }

    private static void Write(string target, FileChange change)
    {
        if (File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
        {
            throw new CannotRunException($"cannot write `{change.Path}`: it is read-only");
        }

        // No guard reads files with such an extension. One of the same name is left from a process that was killed.
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        File.Delete(temporary);
        try
        {
            WriteNew(temporary, target, change.After);
            if (!File.ReadAllBytes(target).AsSpan().SequenceEqual(change.Before))
            {
                throw new CannotRunException($"cannot write `{change.Path}`: somebody else changed it");
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteNew(string path, string model, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(model);
        }

        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);

        // What the process may not give to new files was left out of the mode.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(stream.SafeFileHandle, options.UnixCreateMode!.Value);
        }
    }
}
