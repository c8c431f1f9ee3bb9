namespace KernelGuard;

/// <summary>
/// The file that halts every guard of a policy folder while it is there: an entry named <c>HALT</c> in any case of letters; its text is the reason.
/// </summary>
public static class HaltFile
{
    /// <summary>The name of the file.</summary>
    public const string Name = "HALT";

    /// <summary>The folder in which the file is looked for: the policy folder, or the one that holds a single policy file.</summary>
    /// <param name="policyPath">A policy file, or a folder of them.</param>
    public static string FolderOf(string policyPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(policyPath);
        var path = Path.GetFullPath(policyPath);
        return Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? path;
    }

    /// <summary>Creates the file, complete at once.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>False where there was one: it stays as it is.</returns>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static bool Create(string folder, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(reason);
        if (Find(folder).Count > 0)
        {
            return false;
        }

        var draft = Path.Combine(folder, $".{Name}.{Environment.ProcessId}");
        File.WriteAllText(draft, reason + "\n");
        File.Move(draft, Path.Combine(folder, Name), overwrite: true);
        return true;
    }

    /// <summary>Deletes the file.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>False where there was none.</returns>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static bool Remove(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var files = Find(folder);
        foreach (var file in files)
        {
            if (Directory.Exists(file))
            {
                throw new IOException($"`{file}` is a folder: delete it by hand");
            }

            File.Delete(file);
        }

        return files.Count > 0;
    }

    /// <summary>Looks for the file.</summary>
    /// <returns>Whether the folder could be looked into; where not, nobody knows.</returns>
    internal static bool TryFind(string folder, out string? file)
    {
        file = null;
        try
        {
            file = Find(folder).FirstOrDefault();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What the file says; no reason where it cannot be read in time. Never throws.</summary>
    internal static string ReadReason(string file, TimeSpan time)
    {
        // On a thread of its own, which stays lost where the file is a pipe that nobody writes, or its disk is gone.
        var reading = Task.Factory.StartNew(() => ReadReason(file), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return reading.Wait(time) ? reading.Result : NoteText.Of("");
    }

    // By listing, not by asking for the name: a folder that cannot be read must not look like one without the file.
    private static List<string> Find(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Where(entry => Name.Equals(Path.GetFileName(entry), StringComparison.OrdinalIgnoreCase))];

    private static string ReadReason(string file)
    {
        try
        {
            using var reader = new StreamReader(file, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
            var buffer = new char[NoteText.MaxChars];
            return NoteText.Of(new string(buffer, 0, reader.ReadBlock(buffer)));
        }
#pragma warning disable CA1031 // whatever is wrong with the file, that it is there is what counts
        catch (Exception)
#pragma warning restore CA1031
        {
            return NoteText.Of("");
        }
    }
}
