"""The edit judge: polish, distortion or meaning, with the reasons."""
