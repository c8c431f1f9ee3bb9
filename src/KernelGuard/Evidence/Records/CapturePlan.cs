using System.Security.Cryptography;

namespace KernelGuard.Evidence.Records;

/// <summary>Capture options made ready for use, once for a recorder.</summary>
internal sealed class CapturePlan(EvidenceCapture capture, SaltSource? salts = null)
{
    internal EvidenceCapture Capture { get; } = capture;

    internal SensitiveKeys Keys { get; } = new(capture.SensitiveKeys);

    internal SaltSource Salts { get; } = salts ?? RandomNumberGenerator.Fill;
}
