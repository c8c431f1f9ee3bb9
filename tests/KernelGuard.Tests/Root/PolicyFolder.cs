namespace KernelGuard.Tests.Root;

/// <summary>A folder of policy documents that lives as long as a test.</summary>
internal sealed class PolicyFolder : IDisposable
{
    public PolicyFolder(params ReadOnlySpan<string> documents)
    {
        Path = Directory.CreateTempSubdirectory("kernelguard-").FullName;
        Write(documents);
    }

    public string Path { get; }

    public void Write(params ReadOnlySpan<string> documents)
    {
        foreach (var file in Directory.EnumerateFiles(Path))
        {
            File.Delete(file);
        }

        for (var i = 0; i < documents.Length; i++)
        {
            File.WriteAllText(System.IO.Path.Combine(Path, $"policy{i}.yaml"), documents[i]);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
